-- Where a window ends follows from when its question was being read.
CREATE INDEX readings ON journal(ticket, seq) WHERE event = 'question_read';
