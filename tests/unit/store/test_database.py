import sqlite3
from pathlib import Path

import pytest

from kiosk.domain.errors import Bug, Unavailable
from kiosk.store.database import (
    migrate,
    migrations_of,
    open_new,
    open_read_only,
    set_pragma,
    statements,
    translated,
)


def write(folder: Path, name: str, sql: str) -> None:
    (folder / name).write_text(sql, "utf-8")


def test_a_migration_belongs_to_the_database_of_its_first_line(tmp_path: Path) -> None:
    write(tmp_path, "0002_b_c.sql", "-- database: catalog\nCREATE TABLE b (x);")
    write(tmp_path, "0001_a_c.sql", "-- database: catalog\nCREATE TABLE a (x);")
    write(tmp_path, "0003_j_c.sql", "-- database: journal\nCREATE TABLE j (x);")
    names = [path.name for path in migrations_of(tmp_path, "catalog")]
    assert names == ["0001_a_c.sql", "0002_b_c.sql"]


def test_statements_are_cut_at_their_ends_only() -> None:
    sql = "CREATE TABLE a (x DEFAULT ';');\n-- note;\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n" \
          "  DELETE FROM a;\nEND;\n"  # fmt: skip
    assert len(list(statements(sql))) == 2


def test_an_open_statement_is_our_mistake() -> None:
    with pytest.raises(Bug):
        list(statements("CREATE TABLE a (x)"))


def test_migrations_are_applied_once_and_counted(tmp_path: Path) -> None:
    write(tmp_path, "0001_a_c.sql", "-- database: catalog\nCREATE TABLE a (x);")
    with open_new(tmp_path / "x.db") as connection:
        assert migrate(connection, tmp_path, "catalog") == 1
        assert migrate(connection, tmp_path, "catalog") == 1
        write(tmp_path, "0002_b_c.sql", "-- database: catalog\nCREATE TABLE b (x);")
        assert migrate(connection, tmp_path, "catalog") == 2
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT * FROM a, b").fetchall() == []


def test_a_failing_migration_leaves_nothing(tmp_path: Path) -> None:
    write(
        tmp_path, "0001_a_c.sql", "-- database: catalog\nCREATE TABLE a (x);\nCREATE TABLE a (y);"
    )
    with pytest.raises(Bug), open_new(tmp_path / "x.db") as connection:
        migrate(connection, tmp_path, "catalog")
    tables = sqlite3.connect(tmp_path / "x.db").execute("SELECT name FROM sqlite_master").fetchall()
    assert ("a",) not in tables


def test_a_pragma_that_does_not_take_is_our_mistake() -> None:
    with pytest.raises(Bug, match="没有生效"):
        set_pragma(sqlite3.connect(":memory:"), "journal_mode", "wal")


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(Unavailable):
        open_read_only(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_readers_cannot_write(tmp_path: Path) -> None:
    with open_new(tmp_path / "x.db") as connection:
        connection.execute("CREATE TABLE a (x)")
    reader = open_read_only(tmp_path / "x.db")
    with pytest.raises(Unavailable), translated(tmp_path / "x.db"):
        reader.execute("INSERT INTO a VALUES (1)")
    reader.close()


def test_no_database_is_the_machines_fault_and_wrong_sql_ours(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("no database " * 100, "utf-8")
    with pytest.raises(Unavailable), translated(tmp_path / "x.db"):
        open_read_only(tmp_path / "x.db").execute("SELECT * FROM a")
    with pytest.raises(Bug), translated(tmp_path / "x.db"):
        sqlite3.connect(":memory:").execute("SELECT * FROM a")


def test_a_full_disk_has_its_own_code(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.db")
    connection.execute("PRAGMA max_page_count = 2")
    connection.execute("CREATE TABLE a (x)")
    with pytest.raises(Unavailable) as caught, translated(tmp_path / "x.db"):
        connection.execute("INSERT INTO a VALUES (zeroblob(100000))")
    assert caught.value.code == "E-ST-01"
    connection.close()
