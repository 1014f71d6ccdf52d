# A file and a database: the disk sets the pace.
import sqlite3

with open("notes.txt", "w") as notes:
    notes.write("the disk is slow")

shop = sqlite3.connect("shop.db")
shop.execute("CREATE TABLE fruit (name, price)")
shop.execute("INSERT INTO fruit VALUES ('apple', 3)")
print(shop.execute("SELECT name, price FROM fruit").fetchall())
