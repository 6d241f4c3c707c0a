"""The ``tableside`` command: reads the arguments, says where the data lies, and hands over."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tableside.console.talk import CannotGoOn
from tableside.records.foundation.sqlite_library import use_recent_sqlite


def main(arguments: Sequence[str] | None = None) -> None:
    gc.set_threshold(50_000, 20, 100)  # much is built here and little of it dropped: looked through less often
    options = _parser().parse_args(arguments)
    try:
        options.do(options)
    except CannotGoOn as reason:
        sys.exit(f"!! {reason}")
    except KeyboardInterrupt:
        sys.exit(130)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tableside", description="Practice software for therapeutic massage.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    run = commands.add_parser("run", help="serve your practice")
    run.set_defaults(do=_run)
    demo = commands.add_parser("demo", help="serve a living demo practice, in a data folder of its own")
    demo.set_defaults(do=_demo)
    demo.add_argument("--reset", action="store_true", help="throw the demo's data away and start afresh")
    demo.add_argument("--until-closed", action="store_true", help="end when the standard input closes")
    migrate = commands.add_parser("migrate", help="bring the database up to date without serving")
    migrate.set_defaults(do=_migrate)
    reset = commands.add_parser("reset-second-factor", help="let in an owner who has lost their phone and their codes")
    reset.set_defaults(do=_reset_second_factor)
    reset.add_argument("email", metavar="MAIL", help="the mail address they sign in with")
    screen = commands.add_parser("screen", help="say what health answers mean for a treatment, as JSON")
    screen.set_defaults(do=_screen)
    screen.add_argument("file", metavar="FILE", help="JSON, or NDJSON with one input a line; - for standard input")
    screen.add_argument("--lines", action="store_true", help="read one input a line, whatever the file is called")
    rulebook = commands.add_parser("rulebook", help="print the rules of screening for reading, as Markdown")
    rulebook.set_defaults(do=_rulebook)
    rulebook.add_argument("folder", type=Path, nargs="?", metavar="DIR", help="where to (default: docs/use/rulebook)")
    for command in (run, demo):
        command.add_argument(
            "--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for the whole local network"
        )
        command.add_argument("--port", type=_port, default=8000, help="port to listen on (default: 8000)")
    for command in (run, demo, migrate, reset):
        command.add_argument("--data", type=Path, metavar="DIR", help="folder that holds the data")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 1 to 65535 is needed")
    return int(text)


def _run(options: argparse.Namespace) -> None:
    from tableside.console import address, ready, serve

    _choose_data(options.data or os.environ.get("TABLESIDE_DATA") or _home() / "data")
    address.announce_to_settings(options.host, options.port)
    address.check_free(options.host, options.port)
    _load_django()
    with ready.alone_with_the_data():
        ready.check_sqlite()
        ready.bring_up_to_date()
        ready.collect_static_files()
        token = ready.setup_token()
        query = f"setup/?token={token}" if token else ""
        text = "Set up your practice at {}" if token else "Your practice is open at {}"
        where = address.seen_by_a_browser(options.host, options.port) + query
        serve.serve(options.host, options.port, when_ready=[text.format(where), *address.cautions(options.host)])


def _demo(options: argparse.Namespace) -> None:
    from tableside.console import address, ready, serve, show_demo

    if options.until_closed:
        serve.end_with_input()
    folder = _choose_data(options.data or _home() / "demo-data")
    os.environ["TABLESIDE_DEMO"] = "yes"
    os.environ.pop("DATABASE_URL", None)  # the demo must never end up in a real practice's database
    os.environ.pop("TABLESIDE_SMTP_HOST", None)  # nor its letters in anybody's mailbox
    address.announce_to_settings(options.host, options.port)
    address.check_free(options.host, options.port)
    show_demo.check_folder(folder)
    with ready.alone_with_the_data(folder):
        if options.reset or show_demo.is_half_made(folder):
            show_demo.clear(folder)
        _load_django()
        ready.bring_up_to_date()
        ready.collect_static_files()
        show_demo.fill_if_empty(folder)
        where = address.seen_by_a_browser(options.host, options.port)
        lines = [f"The demo practice is open at {where}", *show_demo.sign_ins(), *address.cautions(options.host)]
        serve.serve(options.host, options.port, when_ready=lines)


def _migrate(options: argparse.Namespace) -> None:
    from tableside.console import ready

    _choose_data(options.data or os.environ.get("TABLESIDE_DATA") or _home() / "data")
    _load_django()
    with ready.alone_with_the_data():
        ready.bring_up_to_date()


def _reset_second_factor(options: argparse.Namespace) -> None:
    from tableside.console.second_factor import reset_for

    _choose_data(options.data or os.environ.get("TABLESIDE_DATA") or _home() / "data")
    _load_django()
    reset_for(options.email)


def _screen(options: argparse.Namespace) -> None:
    from tableside.console.screening.command import screen_file

    sys.exit(screen_file(options.file, by_line=options.lines))


def _rulebook(options: argparse.Namespace) -> None:
    from tableside.console.rulebook.command import print_rulebook

    print_rulebook(options.folder or _home() / "docs" / "use" / "rulebook")


def _home() -> Path:
    """The checkout when started by its script, else the current folder."""
    return Path(os.environ.get("TABLESIDE_HOME", "."))


def _choose_data(folder: str | Path) -> Path:
    path = Path(folder).resolve()
    os.umask(0o077)  # the database is nobody else's to read, also in a folder that was there before
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as reason:
        raise CannotGoOn(
            f"The data folder {path} cannot be used: {reason.strerror}. Name another: --data DIR"
        ) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise CannotGoOn(f"The data folder {path} cannot be written to. Name another: --data DIR")
    os.environ["TABLESIDE_DATA"] = str(path)
    return path


def _load_django() -> None:
    use_recent_sqlite()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tableside.config.settings"
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as reason:
        raise CannotGoOn(str(reason)) from None
