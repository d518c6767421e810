"""`python -m simulators.midtrans` runs the gateway."""

from simulators.midtrans.app import make_app
from simulators.midtrans.settings import read_start
from simulators.serving import serve
from simulators.shelf import open_database


def main() -> None:
    start = read_start()
    app = make_app(start.settings, open_database(start.state))
    serve(app, start.host, start.port, "Midtrans simulator")


if __name__ == "__main__":
    main()
