"""Simulated `sqlite3`: a small part of SQL on tables in memory, each statement blocking on the device "disk" for 5 ms.

Understood are CREATE TABLE, DROP TABLE, INSERT, SELECT of columns, * or COUNT(*), UPDATE and DELETE, with WHERE conditions
`column OP value` joined by AND, ORDER BY one column, LIMIT, and ? or :name for values. Everything else raises an OperationalError
that says it is not simulated. Values keep their Python type (there is no type affinity), except in an INTEGER PRIMARY KEY.
Simplification: each change is lasting at once; `commit` takes its time, and `rollback` restores what was there at the last one.
Connections to the same name, except ":memory:", share their tables within a process.
"""

import _machine

_ACCESS_S = 0.005
_MOST_ROWS = 100_000

apilevel, paramstyle, threadsafety = "2.0", "qmark", 3


class Warning(Exception):
    pass


class Error(Exception):
    pass


class InterfaceError(Error):
    pass


class DatabaseError(Error):
    pass


class OperationalError(DatabaseError):
    pass


class IntegrityError(DatabaseError):
    pass


class ProgrammingError(DatabaseError):
    pass


class _Table:
    """A table: the names of its columns, the one that is an INTEGER PRIMARY KEY, those that are unique, and rows."""

    def __init__(self, name, columns, key, unique):
        self.name = name
        self.columns = columns
        self.key = key
        self.unique = unique
        self.rows = []
        self.ids = []

    def place(self, column):
        """The place of a column, None if there is none of that name."""
        for place, name in enumerate(self.columns):
            if name.lower() == column.lower():
                return place
        return None

    def copy(self):
        made = _Table(self.name, self.columns, self.key, self.unique)
        made.rows, made.ids = list(self.rows), list(self.ids)
        return made


def _tokens(sql):
    """The words, numbers, texts and signs of a statement."""
    tokens, place = [], 0
    while place < len(sql):
        letter = sql[place]
        end = place + 1
        if letter.isspace():
            place = end
            continue
        if letter in "'\"":
            end = _end_of_text(sql, place)
        elif letter.isalnum() or letter in "_:":
            while end < len(sql) and (sql[end].isalnum() or sql[end] in "_."):
                end += 1
        elif sql[place:place + 2] in ("<=", ">=", "!=", "<>", "=="):
            end = place + 2
        tokens.append(sql[place:end])
        place = end
    while tokens and tokens[-1] == ";":
        tokens.pop()
    return tokens


def _end_of_text(sql, place):
    """Where a quoted text ends; a doubled quote stands for itself."""
    quote, end = sql[place], place + 1
    while end < len(sql):
        if sql[end] == quote:
            if sql[end + 1:end + 2] != quote:
                return end + 1
            end += 1
        end += 1
    raise OperationalError(f'unrecognized token: "{sql[place:]}"')


class _Statement:
    """A statement that is being read, word by word."""

    def __init__(self, sql, parameters):
        self.sql = sql
        self.tokens = _tokens(sql)
        self.next = 0
        self.parameters = parameters
        self.used = 0
        self._check_count()

    def _check_count(self):
        wanted = self.tokens.count("?")
        if not isinstance(self.parameters, dict) and len(self.parameters) != wanted:
            raise ProgrammingError(f"Incorrect number of bindings supplied. The current statement uses {wanted}, "
                                   f"and there are {len(self.parameters)} supplied.")

    def peek(self):
        return self.tokens[self.next] if self.next < len(self.tokens) else ""

    def word(self):
        """The next word."""
        token = self.peek()
        self.next += 1
        return token

    def accept(self, *words):
        """Pass over words if they come next; return whether they do."""
        found = [token.upper() for token in self.tokens[self.next:self.next + len(words)]]
        if found != list(words):
            return False
        self.next += len(words)
        return True

    def expect(self, *words):
        if not self.accept(*words):
            raise self.refusal()

    def name(self):
        """The next word, as a name."""
        token = self.word()
        if token[:1] == '"':
            return token[1:-1]
        if not token or not (token[0].isalpha() or token[0] == "_"):
            self.next -= 1
            raise self.refusal()
        return token

    def refusal(self):
        if not self.peek():
            return OperationalError(f"incomplete input, or not simulated: {self.sql}")
        return OperationalError(f'near "{self.peek()}": not simulated: {self.sql}')

    def end(self):
        if self.next < len(self.tokens):
            raise self.refusal()

    def value(self):
        """The value that comes next: a parameter, a number, a text or NULL."""
        token = self.word()
        if token == "?":
            self.used += 1
            return _storable(self.parameters[self.used - 1], self.used)
        if token[:1] == ":":
            if not isinstance(self.parameters, dict) or token[1:] not in self.parameters:
                raise ProgrammingError(f"You did not supply a value for binding parameter {token}.")
            return _storable(self.parameters[token[1:]], token)
        if token[:1] in ("'", '"'):
            return token[1:-1].replace(token[0] * 2, token[0])
        if token.upper() == "NULL":
            return None
        sign = 1
        if token == "-":
            sign, token = -1, self.word()
        if token.isdigit():
            return sign * int(token)
        if token.replace(".", "", 1).isdigit():
            return sign * float(token)
        self.next -= 1
        raise self.refusal()


def _storable(value, binding):
    if value is None or isinstance(value, (int, float, str, bytes)):
        return int(value) if isinstance(value, bool) else value
    number = f"parameter {binding}" if isinstance(binding, int) else f"parameter {binding!r}"
    raise ProgrammingError(f"Error binding {number}: type '{type(value).__name__}' is not supported")


def _compares(operator, left, right):
    """Whether a condition holds; what is compared to NULL never does, and numbers come before texts."""
    if left is None or right is None:
        return False
    order = (isinstance(left, (str, bytes)), isinstance(right, (str, bytes)))
    if operator in ("=", "=="):
        return order[0] == order[1] and left == right
    if operator in ("!=", "<>"):
        return order[0] != order[1] or left != right
    if order[0] != order[1]:
        return order[0] < order[1] if operator[0] == "<" else order[0] > order[1]
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[operator]


_databases = {}


class Connection:
    """A connection to a database.

    Args:
        database: Its name.
    """

    def __init__(self, database):
        self._tables = {} if database == ":memory:" else _databases.setdefault((_machine.pid(), database), {})
        self._saved = {}
        self._open = True
        self.in_transaction = False
        self.total_changes = 0
        self.row_factory = None

    def _check_open(self):
        if not self._open:
            raise ProgrammingError("Cannot operate on a closed database.")

    def cursor(self):
        self._check_open()
        return Cursor(self)

    def execute(self, sql, parameters=(), /):
        """Execute a statement on a new cursor."""
        return self.cursor().execute(sql, parameters)

    def executemany(self, sql, parameters, /):
        """Execute a statement for each of several rows of values."""
        return self.cursor().executemany(sql, parameters)

    def executescript(self, sql_script, /):
        """Execute several statements."""
        return self.cursor().executescript(sql_script)

    def commit(self):
        """Make lasting what was changed."""
        self._check_open()
        if self.in_transaction:
            _machine.device("disk", _ACCESS_S)
        self._save()

    def _save(self):
        self._saved = {name: table.copy() for name, table in self._tables.items()}
        self.in_transaction = False

    def rollback(self):
        """Undo what was changed since the last `commit`."""
        self._check_open()
        if self.in_transaction:
            self._tables.clear()
            self._tables.update({name: table.copy() for name, table in self._saved.items()})
        self.in_transaction = False

    def close(self):
        self._open = False

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.commit()
        else:
            self.rollback()
        return False


def connect(database, timeout=5.0, *others, **more):
    """Open a database."""
    _machine.device("disk", _ACCESS_S)
    return Connection(str(database))


class Cursor:
    """Executes statements and holds the rows that a SELECT found.

    Args:
        connection: The connection.
    """

    def __init__(self, connection):
        self.connection = connection
        self.description = None
        self.rowcount = -1
        self.lastrowid = None
        self.arraysize = 1
        self.row_factory = connection.row_factory
        self._rows = []

    def execute(self, sql, parameters=(), /):
        """Execute a statement."""
        self.connection._check_open()
        _machine.device("disk", _ACCESS_S)
        self._do(sql, parameters)
        return self

    def executemany(self, sql, parameters, /):
        """Execute a statement for each of several rows of values."""
        self.connection._check_open()
        rows = list(parameters)
        _machine.device("disk", _ACCESS_S)
        changed = 0
        for row in rows:
            self._do(sql, row)
            changed += max(self.rowcount, 0)
        self.rowcount = changed
        return self

    def executescript(self, sql_script, /):
        """Execute several statements; what was changed before is made lasting."""
        self.connection.commit()
        for sql in sql_script.split(";"):
            if sql.strip():
                self.execute(sql)
        return self

    def _do(self, sql, parameters):
        self._rows, self.description, self.rowcount = [], None, -1
        statement = _Statement(sql, parameters)
        connection = self.connection
        verbs = {"CREATE": self._create, "DROP": self._drop, "INSERT": self._insert, "SELECT": self._select,
                 "UPDATE": self._update, "DELETE": self._delete, "BEGIN": self._begin, "COMMIT": self._commit}
        verb = statement.peek().upper()
        if not verb:
            return
        if verb not in verbs:
            raise OperationalError(f'near "{statement.peek()}": syntax error, or not simulated: {sql}')
        statement.word()
        if verb in ("INSERT", "UPDATE", "DELETE") and not connection.in_transaction:
            connection._save()
            connection.in_transaction = True
        verbs[verb](statement)

    def _begin(self, statement):
        self.connection._save()
        self.connection.in_transaction = True

    def _commit(self, statement):
        self.connection.commit()

    def _table(self, statement):
        name = statement.name()
        table = self.connection._tables.get(name.lower())
        if table is None:
            raise OperationalError(f"no such table: {name}")
        return table

    def _column(self, table, name):
        place = table.place(name)
        if place is None:
            raise OperationalError(f"no such column: {name}")
        return place

    def _create(self, statement):
        statement.expect("TABLE")
        lenient = statement.accept("IF", "NOT", "EXISTS")
        name = statement.name()
        tables = self.connection._tables
        if name.lower() in tables:
            if not lenient:
                raise OperationalError(f"table {name} already exists")
            return
        statement.expect("(")
        columns, key, unique = [], None, []
        while True:
            columns.append(statement.name())
            described = []
            while statement.peek() not in (",", ")", "(", ""):
                described.append(statement.word().upper())
            if "PRIMARY" in described and described[0] == "INTEGER":
                key = len(columns) - 1
            if "PRIMARY" in described or "UNIQUE" in described:
                unique.append(len(columns) - 1)
            if not statement.accept(","):
                break
        statement.expect(")")
        statement.end()
        tables[name.lower()] = _Table(name, columns, key, unique)

    def _drop(self, statement):
        statement.expect("TABLE")
        lenient = statement.accept("IF", "EXISTS")
        if lenient and statement.peek().lower() not in self.connection._tables:
            return
        table = self._table(statement)
        statement.end()
        del self.connection._tables[table.name.lower()]

    def _insert(self, statement):
        statement.expect("INTO")
        table = self._table(statement)
        places = list(range(len(table.columns)))
        named = statement.accept("(")
        if named:
            places = self._places(statement, table)
        statement.expect("VALUES")
        count = 0
        while True:
            self._add(table, places, self._values(statement), named)
            count += 1
            if not statement.accept(","):
                break
        statement.end()
        self.rowcount = count
        self.connection.total_changes += count

    def _places(self, statement, table):
        places = []
        while True:
            name = statement.name()
            if table.place(name) is None:
                raise OperationalError(f"table {table.name} has no column named {name}")
            places.append(table.place(name))
            if not statement.accept(","):
                break
        statement.expect(")")
        return places

    def _values(self, statement):
        statement.expect("(")
        values = [statement.value()]
        while statement.accept(","):
            values.append(statement.value())
        statement.expect(")")
        return values

    def _add(self, table, places, values, named):
        if len(values) != len(places):
            if named:
                raise OperationalError(f"{len(values)} values for {len(places)} columns")
            raise OperationalError(
                f"table {table.name} has {len(places)} columns but {len(values)} values were supplied")
        if len(table.rows) >= _MOST_ROWS:
            raise OperationalError("database or disk is full")
        row = [None] * len(table.columns)
        for place, value in zip(places, values):
            row[place] = value
        number = max(table.ids, default=0) + 1
        if table.key is not None:
            number = row[table.key] = number if row[table.key] is None else row[table.key]
        for place in table.unique:
            if row[place] is not None and any(other[place] == row[place] for other in table.rows):
                raise IntegrityError(f"UNIQUE constraint failed: {table.name}.{table.columns[place]}")
        table.rows.append(tuple(row))
        table.ids.append(number)
        self.lastrowid = number

    def _condition(self, statement, table):
        """What stands after WHERE, as a function of a row."""
        tests = []
        if statement.accept("WHERE"):
            while True:
                place = self._column(table, statement.name())
                operator = statement.word()
                if operator not in ("=", "==", "!=", "<>", "<", "<=", ">", ">="):
                    statement.next -= 1
                    raise statement.refusal()
                tests.append((place, operator, statement.value()))
                if not statement.accept("AND"):
                    break
        return lambda row: all(_compares(operator, row[place], value) for place, operator, value in tests)

    def _select(self, statement):
        chosen = []
        counts = statement.accept("COUNT", "(", "*", ")")
        if not counts and not statement.accept("*"):
            chosen.append(statement.name())
            while statement.accept(","):
                chosen.append(statement.name())
        statement.expect("FROM")
        table = self._table(statement)
        places = [self._column(table, name) for name in chosen] or list(range(len(table.columns)))
        rows = list(filter(self._condition(statement, table), table.rows))
        rows = self._limited(statement, self._ordered(statement, table, rows))
        statement.end()
        if counts:
            self._rows, names = [(len(rows),)], ["COUNT(*)"]
        else:
            self._rows = [tuple(row[place] for place in places) for row in rows]
            names = [table.columns[place] for place in places]
        self.description = tuple((name, None, None, None, None, None, None) for name in names)

    def _ordered(self, statement, table, rows):
        if not statement.accept("ORDER", "BY"):
            return rows
        place = self._column(table, statement.name())
        falling = statement.accept("DESC")
        if not falling:
            statement.accept("ASC")
        key = lambda row: (row[place] is not None, isinstance(row[place], str), 0 if row[place] is None else row[place])
        return sorted(rows, key=key, reverse=falling)

    def _limited(self, statement, rows):
        return rows[:statement.value()] if statement.accept("LIMIT") else rows

    def _update(self, statement):
        table = self._table(statement)
        statement.expect("SET")
        changes = {}
        while True:
            place = self._column(table, statement.name())
            statement.expect("=")
            changes[place] = self._change(statement, table)
            if not statement.accept(","):
                break
        holds = self._condition(statement, table)
        statement.end()
        self.rowcount = 0
        for number, row in enumerate(table.rows):
            if holds(row):
                table.rows[number] = tuple(changes[place](row) if place in changes else value
                                           for place, value in enumerate(row))
                self.rowcount += 1
        self.connection.total_changes += self.rowcount

    def _change(self, statement, table):
        """What a column becomes, as a function of the row: a value, or a column plus or minus a value."""
        column = table.place(statement.peek())
        if column is None:
            value = statement.value()
            return lambda row: value
        statement.word()
        sign = 1
        if statement.peek() in ("+", "-"):
            sign = 1 if statement.word() == "+" else -1
            value = statement.value()
        else:
            value = 0
        return lambda row: None if row[column] is None or value is None else row[column] + sign * value if value else row[column]

    def _delete(self, statement):
        statement.expect("FROM")
        table = self._table(statement)
        holds = self._condition(statement, table)
        statement.end()
        kept = [number for number, row in enumerate(table.rows) if not holds(row)]
        self.rowcount = len(table.rows) - len(kept)
        table.rows, table.ids = [table.rows[number] for number in kept], [table.ids[number] for number in kept]
        self.connection.total_changes += self.rowcount

    def fetchone(self):
        """The next row, None if there is none."""
        self.connection._check_open()
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size=None):
        """The next rows."""
        self.connection._check_open()
        size = self.arraysize if size is None else size
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def fetchall(self):
        """All rows that are left."""
        self.connection._check_open()
        rows, self._rows = self._rows, []
        return rows

    def __iter__(self):
        return self

    def __next__(self):
        row = self.fetchone()
        if row is None:
            raise StopIteration
        return row

    def close(self):
        self._rows = []
