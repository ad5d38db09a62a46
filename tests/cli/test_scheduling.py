"""``warehouse schedule print``: units that their readers take as they stand, for this machine, without a secret."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from tests.conftest import Warehouse
from warehouse.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ODD = 'it\'s 100%h of "$HOME"'
SECRET = "hush-hush%25"  # noqa: S105 - what must not be printed
ADDRESS = f"postgresql://loader:{SECRET}@db.example.org/minerals?sslmode=require"
ALL = ["--publish", "/srv/out/site", "--dump", "/srv/dumps", "--keep", "7", "--max-document-age", "90d"]


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WAREHOUSE_DATABASE_URL", "WAREHOUSE_HOME", "WAREHOUSE_PG_BIN", "PGPASSFILE", "PGPASSWORD"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def odd(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Warehouse:
    """Give the command line in a project whose name needs quoting everywhere."""
    (tmp_path / ODD / "seeds").mkdir(parents=True)
    return Warehouse(tmp_path / ODD, None, capsys)


def printed(warehouse: Warehouse, *arguments: str) -> str:
    code, out, said = warehouse("schedule", "print", *arguments)
    assert code == ExitCode.DONE, said
    return out


def settings(unit: str) -> Iterator[tuple[str, str]]:
    for line in unit.splitlines():
        if line and not line.startswith(("#", "[")):
            name, _, value = line.partition("=")
            yield name, value


@pytest.mark.parametrize("more", [[], ["--database", "host=db.example.org dbname=minerals"]], ids=["embedded", "own"])
@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
@pytest.mark.slow
def test_systemd_takes_both_files(odd: Warehouse, tmp_path: Path, more: list[str]) -> None:
    for part in ("service", "timer"):
        code, out, said = odd(
            *more, "schedule", "print", "systemd", *ALL, "--name", "it", "--account", "root", "--part", part
        )
        assert (code, said) == (ExitCode.DONE, "")
        (tmp_path / f"it.{part}").write_text(out)
    files = [str(tmp_path / name) for name in ("it.service", "it.timer")]
    done = subprocess.run(["systemd-analyze", "verify", *files], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_systemd_reads_the_very_paths(odd: Warehouse) -> None:
    """It doubles what it means to print: "verify" takes it either way."""
    told = list(settings(printed(odd, "systemd", "--account", "loader", "--publish", f"{odd.project}/out/site")))
    doubled = str(odd.project).replace("%", "%%")
    assert dict(told)["WorkingDirectory"] == doubled
    assert [shlex.split(value) for name, value in told if name == "ReadWritePaths"][:2] == [
        [doubled],
        [f"{doubled}/out"],
    ]
    for words in (shlex.split(value) for name, value in told if name == "ExecStart"):
        assert words[words.index("--project") + 1] == doubled.replace("$", "$$")


def test_systemd_without_a_part_gives_both_and_says_where_each_goes(offline: Warehouse) -> None:
    out = printed(offline, "systemd", "--name", "minerals")
    assert out.index("# ==== minerals.service ====") < out.index("[Service]") < out.index("# ==== minerals.timer ====")
    assert "> /etc/systemd/system/minerals.timer" in out
    assert "systemctl --user" in out
    service, timer = (
        printed(offline, "systemd", "--name", "minerals", "--part", part) for part in ("service", "timer")
    )
    assert dict(settings(out)) == {**dict(settings(service)), **dict(settings(timer))}


def test_systemd_knows_what_is_worth_another_try_and_catches_up(offline: Warehouse) -> None:
    told = dict(settings(printed(offline, "systemd", "--at", "Mon..Fri 7:30")))
    assert told["RestartPreventExitStatus"] == "1 2 64 65 70 77 78"
    assert (told["Type"], told["Restart"], told["Persistent"]) == ("oneshot", "on-failure", "true")
    assert told["OnCalendar"] == "Mon..Fri 7:30"
    assert told["RandomizedDelaySec"]


def test_systemd_runs_the_steps_in_order_and_may_write_where_they_do(offline: Warehouse, tmp_path: Path) -> None:
    found = list(settings(printed(offline, "systemd", *ALL, "--metrics-file", str(tmp_path / "m.prom"))))
    commands = [value.partition(f"--project {tmp_path} ")[2] for name, value in found if name == "ExecStart"]
    assert commands == [
        f"load --metrics-file {tmp_path}/m.prom",
        f"publish /srv/out/site --if-changed --metrics-file {tmp_path}/m-publish.prom",
        f"db dump /srv/dumps --keep 7 --metrics-file {tmp_path}/m-dump.prom",
        f"check --fresh --max-document-age 90d --metrics-file {tmp_path}/m-check.prom",
    ]
    written = {value for name, value in found if name == "ReadWritePaths"}
    assert {"/srv/out", "/srv", str(tmp_path)} <= written


def test_what_the_environment_says_is_carried_along_and_what_the_file_says_is_not(
    offline: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_LOCK_WAIT", "30")
    monkeypatch.setenv("PGPASSFILE", "/etc/minerals pass")
    monkeypatch.setenv("PGPASSWORD", SECRET)
    (offline.project / "warehouse.toml").write_text('database = "host=db.example.org"\nmax-retire = "5%"\n')
    out = printed(offline, "systemd")
    carried = [value for name, value in settings(out) if name == "Environment"]
    assert carried == ["WAREHOUSE_LOCK_WAIT=30", '"PGPASSFILE=/etc/minerals pass"', "XDG_CACHE_HOME=%C"]
    assert SECRET not in out


@pytest.mark.parametrize("form", ["systemd", "cron", "k8s"])
def test_password_is_left_out_and_the_way_to_keep_it_is_said(
    offline: Warehouse, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WAREHOUSE_DATABASE_URL", ADDRESS)
    code, out, said = offline("schedule", "print", form)
    assert code == ExitCode.DONE
    assert "hush" not in out + said
    assert "left out" in out
    assert "PGPASSFILE" in said
    assert all(part in out for part in ("loader", "db.example.org", "minerals", "sslmode=require"))


def test_cron_line_is_what_the_shell_should_run(odd: Warehouse) -> None:
    *_, line = printed(odd, "cron", "--at", "5 6 * * *", "--mail-to", "team@example.org").splitlines()
    assert line.startswith("5 6 * * * ")
    command = line.removeprefix("5 6 * * * ").replace(r"\%", "%")
    shown = subprocess.run(["/bin/sh", "-nc", command], capture_output=True, text=True, check=True)
    assert shown.stderr == ""
    program = command.partition("w() { ")[2].partition(" --project")[0]
    tried = command.replace(program, "printf '<%s>'", 1)
    subprocess.run(["/bin/sh", "-c", tried], check=True)
    assert (odd.project / "warehouse.log").read_text() == f"<--project><{odd.project}><load>"


def test_cron_mails_only_what_failed(odd: Warehouse) -> None:
    *_, line = printed(odd, "cron").splitlines()
    command = line.split(maxsplit=5)[5].replace(r"\%", "%")
    program = command.partition("w() { ")[2].partition(" --project")[0]
    failing = command.replace(program, "sh -c 'echo said; exit 69'", 1)
    done = subprocess.run(["/bin/sh", "-c", failing], capture_output=True, text=True, check=True)
    assert (done.stdout.splitlines()[-1], done.stderr) == ("said", "")
    assert "failed with exit code 69" in done.stdout


def cron_job(warehouse: Warehouse, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(printed(warehouse, "k8s", *arguments))
    return found


def test_cron_job_runs_safely_one_at_a_time_and_decides_by_exit_code(odd: Warehouse) -> None:
    job = cron_job(odd, *ALL, "--image", "registry.example.org/minerals:1", "--name", "minerals")
    assert (job["apiVersion"], job["kind"], job["metadata"]["name"]) == ("batch/v1", "CronJob", "minerals")
    spec = job["spec"]
    assert (spec["concurrencyPolicy"], spec["startingDeadlineSeconds"]) == ("Forbid", 600)
    rules = spec["jobTemplate"]["spec"]["podFailurePolicy"]["rules"]
    decided = {rule["action"]: rule.get("onExitCodes", {}).get("values") for rule in rules}
    assert decided == {"Ignore": None, "FailJob": [1, 2, 64, 65, 70, 77, 78], "Count": [69, 75]}
    pod = spec["jobTemplate"]["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Never", "else podFailurePolicy is refused"
    assert pod["securityContext"]["runAsNonRoot"] is True
    steps = [*pod["initContainers"], *pod["containers"]]
    assert [(step["name"], step["image"]) for step in steps] == [
        (name, "registry.example.org/minerals:1") for name in ("load", "publish", "dump", "check")
    ]
    volumes = {volume["name"] for volume in pod["volumes"]}
    for step in steps:
        assert step["command"][:3] == ["warehouse", "--project", "/srv/warehouse"]
        assert step["securityContext"]["readOnlyRootFilesystem"] is True
        assert step["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        assert {mount["name"] for mount in step["volumeMounts"]} == volumes
        assert {"WAREHOUSE_DATABASE_URL", "PGPASSWORD"} <= {variable["name"] for variable in step["env"]}


@pytest.mark.parametrize("more", [[], [*ALL, "--ping-url", "https://hc.example.org/$(HOME)"]], ids=["least", "most"])
def test_cron_job_fits_the_schema_of_kubernetes(offline: Warehouse, more: list[str]) -> None:
    validate = pytest.importorskip("kubernetes_validate", reason="kubernetes-validate is not installed")
    validate.validate(cron_job(offline, *more), "1.33", strict=True)


def test_log_format_is_carried_along(offline: Warehouse) -> None:
    code, out, _ = offline("--log-format", "json", "schedule", "print", "systemd")
    assert code == ExitCode.DONE
    assert " --log-format json --project " in dict(settings(out))["ExecStart"]


@pytest.mark.parametrize(
    ("arguments", "advice"),
    [
        (["crom"], "'systemd', 'cron', 'k8s'"),
        (["cron", "--at", "hourly"], "five fields"),
        (["systemd", "--at", "5 * * * *"], "systemd-analyze calendar"),
        (["systemd", "--image", "x"], "--image says nothing to systemd"),
        (["k8s", "--log", "x"], "--log says nothing to k8s"),
        (["cron", "--keep", "3"], "--dump DIR"),
        (["cron", "--name", "Big Name"], "lower-case letters"),
        (["systemd", "--max-document-age", "soon"], "90m, 26h"),
        (["cron", "--metrics-file", "load.txt"], ".prom"),
        (["cron", "--ping-url", "https://me:hush@a.example/x"], "WAREHOUSE_PING_URL"),
        (["cron", "--ping-url", "ftp://a.example/x"], "https://hc.example.org"),
        (["cron", "--on-failure", "mail 'x"], "the command of --on-failure cannot be parsed"),
        (["cron", "--log", "/" + "long/" * 100], "cron accepts at most 990"),
        (["k8s", "--metrics-file", "/a/b.prom"], "--ping-url"),
        (["k8s", "--publish", "site"], "/srv/warehouse/out/site"),
        (["systemd", "--dump", "/a\nExecStart=/bin/true"], "line breaks"),
    ],
)
def test_what_cannot_be_printed_is_refused(offline: Warehouse, arguments: list[str], advice: str) -> None:
    code, out, said = offline("schedule", "print", *arguments)
    assert (code, out) == (ExitCode.USAGE, "")
    assert advice in said
    assert "hush" not in said


def test_lake_is_pushed_after_the_load_and_may_be_written(odd: Warehouse) -> None:
    before, after = (
        [value for name, value in settings(printed(odd, "systemd", *more, "--part", "service")) if "Write" in name]
        for more in ([], ["--lake"])
    )
    assert len(after) >= len(before)
    assert odd.project.name.partition(" ")[2].partition("%")[0] in " ".join(after)
    line = printed(odd, "cron", "--lake")
    assert "w load && w lake push" in line
    job = yaml.safe_load(printed(odd, "k8s", "--lake"))
    pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
    commands = [each["command"] for each in [*pod.get("initContainers", ()), *pod["containers"]]]
    assert commands[-1][-2:] == ["lake", "push"]
    assert "/srv/warehouse/lake" in {
        mount["mountPath"] for each in pod["containers"] for mount in each.get("volumeMounts", ())
    }


def test_password_of_the_catalog_is_not_printed(odd: Warehouse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAREHOUSE_LAKE_CATALOG", f"postgresql://me:{SECRET}@db.example.org/catalog")
    code, out, said = odd("schedule", "print", "cron", "--lake")
    assert (code, out, "PGPASSFILE" in said, SECRET in said) == (ExitCode.USAGE, "", True, False)
    assert SECRET not in printed(odd, "cron")
