"""`python -m simulators.bank` runs the bank."""

from simulators.bank.app import make_app
from simulators.bank.settings import read_start
from simulators.serving import serve
from simulators.shelf import open_database


def main() -> None:
    start = read_start()
    app = make_app(start.settings, open_database(start.state))
    serve(app, start.host, start.port, "Bank simulator")


if __name__ == "__main__":
    main()
