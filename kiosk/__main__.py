from kiosk.cli import kiosk

if __name__ == "__main__":
    kiosk()
