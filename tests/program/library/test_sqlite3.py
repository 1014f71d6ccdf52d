"""The simulated `sqlite3`, beside the real one."""

from __future__ import annotations

from tests.program.library_host import ATTEMPT, LibraryHost, agree


def test_programs_print_what_they_print_in_cpython() -> None:
    assert agree("""
import sqlite3
c = sqlite3.connect(":memory:")
attempt(lambda: c.execute("SELECT * FROM t"))
c.execute("CREATE TABLE t (a INTEGER, b TEXT)")
attempt(lambda: c.execute("CREATE TABLE t (a)"))
cursor = c.execute("INSERT INTO t VALUES (?,?)", (1, "x"))
print(cursor.rowcount, cursor.lastrowid, cursor.description)
attempt(lambda: c.execute("INSERT INTO t VALUES (?)", (1,)))
attempt(lambda: c.execute("INSERT INTO t VALUES (?,?)", (1,)))
attempt(lambda: c.execute("INSERT INTO t(z) VALUES (1)"))
attempt(lambda: c.execute("SELECT z FROM t"))
cursor = c.execute("SELECT a, b FROM t")
print(cursor.description, cursor.rowcount, cursor.fetchone(), cursor.fetchone())
print(c.execute("UPDATE t SET a=2 WHERE b=?", ("x",)).rowcount, list(c.execute("SELECT a FROM t")))
with c:
    c.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INT)")
    c.executemany("INSERT INTO p (name, n) VALUES (?, ?)", [("a", 3), ("b", 1), ("it's", 2)])
print(c.execute("SELECT * FROM p WHERE n >= ? AND id != 9 ORDER BY n DESC LIMIT 5", (2,)).fetchall())
print(c.execute("SELECT COUNT(*) FROM p").fetchone(), c.execute("SELECT id FROM p WHERE name = 'it''s'").fetchmany(5))
c.execute("UPDATE p SET n = n + 5 WHERE name = 'a'")
print(c.in_transaction, list(c.execute("SELECT name, n FROM p")))
attempt(lambda: c.execute("INSERT INTO p (name) VALUES ('a')"))
c.rollback()
print(c.execute("DELETE FROM p WHERE id = :x", {"x": 2}).rowcount, c.execute("SELECT * FROM p").fetchall())
c.close()
attempt(lambda: c.execute("x"))
attempt(lambda: cursor.fetchone())
""")


def test_what_is_not_simulated_is_refused_and_says_so() -> None:
    text = LibraryHost().run(
        ATTEMPT
        + """
import sqlite3
c = sqlite3.connect("x.db")
c.execute("CREATE TABLE t (a)")
for sql in ("SELECT a FROM t JOIN u", "PRAGMA x", "SELECT a FROM t WHERE a LIKE 'x'", "INSERT INTO t VALUES (1 + 1)"):
    attempt(lambda: c.execute(sql))
"""
    )
    assert text.count("sqlite3 OperationalError") == text.count("not simulated") == 4


def test_each_statement_takes_its_time_on_the_disk() -> None:
    host = LibraryHost()
    host.run(
        "import sqlite3\nc = sqlite3.connect(':memory:')\nc.execute('CREATE TABLE t (a)')\n"
        "c.execute('INSERT INTO t VALUES (1)')\nc.commit()\nc.commit()"
    )
    assert host.parks == [(1, "disk")] * 4
    assert host.now_ns == 20_000_000
