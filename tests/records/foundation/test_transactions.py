"""Transactions that are tried again, locks that wait, and writers that queue."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from django.db import OperationalError, close_old_connections, connection, transaction

from tableside.records.accounts.models import User
from tableside.records.foundation.keys import new_key
from tableside.records.foundation.locks import lock
from tableside.records.foundation.sqlite_engine.queue import WaitedTooLong, WriterQueue
from tableside.records.foundation.transactions import in_transaction

ON_POSTGRESQL = os.environ["TABLESIDE_TEST_DB"] == "postgresql"


def deadlock(code: str) -> OperationalError:
    """What Django raises when PostgreSQL gives up on a transaction."""
    error = OperationalError("the database gave up")
    error.__cause__ = type("DriverError", (Exception,), {"sqlstate": code})()
    return error


@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_a_deadlock_is_tried_again_and_its_first_try_leaves_nothing(db: None, code: str) -> None:
    tries: list[int] = []

    def deed() -> str:
        tries.append(User.objects.count())
        User.objects.create_user(f"{len(tries)}@linden.example", name="Try")
        if len(tries) < 3:
            raise deadlock(code)
        return "done"

    assert (in_transaction(deed), tries) == ("done", [0, 0, 0])
    assert list(User.objects.values_list("email", flat=True)) == ["3@linden.example"]


@pytest.mark.parametrize(("code", "tries"), [("40P01", 3), ("53100", 1)], ids=["deadlocks for ever", "disk full"])
def test_what_stays_broken_is_raised_and_leaves_nothing(db: None, code: str, tries: int) -> None:
    count = 0

    def deed() -> None:
        nonlocal count
        count += 1
        User.objects.create_user("x@linden.example", name="X")
        raise deadlock(code)

    with pytest.raises(OperationalError):
        in_transaction(deed)

    assert (count, User.objects.count()) == (tries, 0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not ON_POSTGRESQL, reason="on SQLite a transaction is alone, so two cannot lock each other out")
def test_two_real_transactions_that_deadlock_both_get_through() -> None:
    keys = [User.objects.create_user(f"{name}@linden.example", name=name).pk for name in ("a", "b")]
    meet = threading.Barrier(2, timeout=10)
    tries: list[str] = []

    def work(mine: str, order: list[UUID]) -> None:
        def deed() -> None:
            tries.append(mine)
            User.objects.filter(pk=order[0]).update(name=mine)
            if len(tries) <= 2:
                meet.wait()
            User.objects.filter(pk=order[1]).update(name=mine)

        try:
            in_transaction(deed)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work, "one", keys), pool.submit(work, "two", keys[::-1])]:
            done.result(timeout=30)

    assert 3 <= len(tries) <= 5  # on a busy machine the one who tries again may meet the other a second time
    assert len(set(User.objects.values_list("name", flat=True))) == 1


@pytest.mark.django_db(transaction=True)
def test_who_holds_a_lock_is_alone_until_the_transaction_ends() -> None:
    inside: list[str] = []
    entered = threading.Event()

    def first() -> None:
        with transaction.atomic():
            lock(["day:1", "day:2"])
            entered.set()
            time.sleep(0.2)
            inside.append("first")
        connection.close()

    def second() -> None:
        entered.wait(10)
        with transaction.atomic():
            lock(["day:2", "day:1"])  # another order, and still no deadlock
            inside.append("second")
        connection.close()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(first), pool.submit(second)]:
            done.result(timeout=30)

    assert inside == ["first", "second"]


@pytest.mark.django_db(transaction=True)
def test_a_lock_without_a_transaction_is_a_bug() -> None:
    with pytest.raises(RuntimeError, match="needs a transaction"):
        lock(["day:1"])


def test_writers_get_their_turn_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    queue = WriterQueue(str(tmp_path / "lock"))
    order: list[int] = []
    queue.enter(seconds=5)

    def write(number: int) -> None:
        queue.enter(seconds=5)
        order.append(number)
        queue.leave()

    threads = []
    for number in range(8):
        thread = threading.Thread(target=write, args=(number,))
        thread.start()
        threads.append(thread)
        while len(queue._waiting) <= number:
            time.sleep(0.001)
    queue.leave()
    for thread in threads:
        thread.join(10)

    assert order == list(range(8))


def test_a_writer_whose_turn_does_not_come_says_so_and_holds_up_nobody(tmp_path: Path) -> None:
    queue = WriterQueue(str(tmp_path / "lock"))
    queue.enter(seconds=5)

    with pytest.raises(WaitedTooLong):
        queue.enter(seconds=0.05)

    queue.leave()
    queue.enter(seconds=0.05)
    queue.leave()


def test_another_process_waits_too_and_its_death_lets_us_in(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    program = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); "
    program += "print(flush=True); time.sleep(60)"
    other = subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE)
    assert other.stdout is not None
    other.stdout.readline()
    queue = WriterQueue(str(path))
    with pytest.raises(WaitedTooLong):
        queue.enter(seconds=0.05)

    other.kill()
    other.communicate()

    queue.enter(seconds=5)
    queue.leave()


@pytest.mark.django_db(transaction=True)
def test_a_reader_never_waits_for_a_writer() -> None:
    User.objects.create_user("a@linden.example", name="Before")

    def read() -> str:
        try:
            return User.objects.get().name
        finally:
            connection.close()

    with transaction.atomic(), ThreadPoolExecutor(1) as pool:
        User.objects.update(name="After")
        assert pool.submit(read).result(timeout=5) == "Before"


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_is_undone_gives_its_turn_back() -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            User.objects.create_user("a@linden.example", name="A")
            1 / 0  # noqa: B018
    connection.close()
    close_old_connections()

    with transaction.atomic():
        User.objects.create_user("a@linden.example", name="A")

    assert User.objects.count() == 1


def test_keys_sort_by_time_of_birth_and_have_the_standards_shape() -> None:
    keys = []
    for _ in range(3):
        keys.append(new_key())
        time.sleep(0.002)

    assert keys == sorted(keys)
    assert {(key.version, key.variant) for key in keys} == {(7, "specified in RFC 4122")}


def test_a_thousand_keys_are_a_thousand() -> None:
    assert len({new_key() for _ in range(1000)}) == 1000
