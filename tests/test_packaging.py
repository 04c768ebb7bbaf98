"""Locks, project file, deployment files and guides agree with each other and with the code."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import kept
from kept.cli import COMMANDS
from kept.config.env import SETTINGS

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted((ROOT / "requirements").glob("*.lock"))


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", text(name), re.MULTILINE)
    return {package.lower().replace("_", "-").replace(".", "-"): pin for package, pin in found}


def directives(name: str) -> dict[str, list[str]]:
    """Instructions of a Dockerfile, continued lines joined."""
    joined = re.sub(r"\\\n", " ", text(name))
    lines = [line.strip() for line in joined.splitlines() if line.strip()]
    found: dict[str, list[str]] = {}
    for line in lines:
        if not line.startswith("#"):
            word, _, rest = line.partition(" ")
            found.setdefault(word, []).append(rest)
    return found


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_names_no_address_and_hashes_everything(lock: Path):
    content = lock.read_text(encoding="utf-8")
    assert "://" not in content
    requirements = re.split(r"\n(?=[a-z0-9])", content)
    assert len(requirements) >= len(pins(f"requirements/{lock.stem}.in"))
    assert [words for words in requirements if "--hash=sha256:" not in words] == []


def test_project_and_lock_are_made_from_the_same_list():
    listed = [line for line in text("requirements/core.in").splitlines() if line]
    assert PROJECT["project"]["dependencies"] == listed


def test_what_is_asked_for_is_what_is_locked():
    locked = pins("requirements/core.lock")
    for package, pin in pins("requirements/core.in").items():
        assert locked[package] == pin


def test_the_development_lock_differs_from_the_core_one_only_by_more():
    core, dev = pins("requirements/core.lock"), pins("requirements/dev.lock")
    assert {name: dev.get(name) for name in core} == core


def test_the_version_has_its_entry_in_the_changelog():
    assert f"## {kept.__version__}" in text("CHANGELOG.md")


def test_the_guide_has_exactly_the_settings_there_are():
    rows = re.findall(r"^\| `([A-Z_]+)` \| (?:`([^`]*)`)? ?\| (.*) \|$", text(
        "docs/guides/configuration.md"
    ), re.MULTILINE)  # fmt: skip
    assert rows == [(s.name, s.default, s.help) for s in SETTINGS]


def test_guides_name_only_commands_that_exist():
    known = {command.words for command in COMMANDS}
    for guide in ["README.md", "CONTRIBUTING.md", *map(str, (ROOT / "docs").rglob("*.md"))]:
        for words in re.findall(
            r"(?:^|`|bin/|&& )kept ([a-z]+(?: [a-z]+)?)", code_of(text(guide)), re.M
        ):
            assert words in known or words.split()[0] in known, f"{guide}: kept {words}"


def code_of(markdown: str) -> str:
    """What stands in code spans and blocks."""
    blocks = re.findall(r"```\n(.*?)```", markdown, re.DOTALL)
    rest = re.sub(r"```.*?```", "", markdown, flags=re.DOTALL)
    spans = [f"`{span}`" for span in re.findall(r"`([^`\n]+)`", rest)]
    return "\n".join([*blocks, *spans])


def test_links_between_documents_lead_somewhere():
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)", document.read_text(encoding="utf-8")):
            if ":" not in target:
                assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_licence_is_the_apache_licence_whole():
    licence = text("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    assert PROJECT["project"]["license"] == "Apache-2.0"


def test_the_service_runs_unprivileged_and_can_write_only_its_own_folder():
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text("deploy/kept.service"))
    service = unit["Service"]
    assert service["User"] == "kept"
    assert service["ProtectSystem"] == "strict"
    assert service["NoNewPrivileges"] == "yes"
    assert service["StateDirectory"] == "kept"
    assert service["UMask"] == "0077"
    assert service["CapabilityBoundingSet"] == ""
    assert service["ExecStart"].endswith("kept serve --migrate")
    assert "ReadWritePaths" not in service


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd; CI's Debian has it")
def test_systemd_understands_the_service(tmp_path: Path):
    # Its program must exist for the judge, so a copy names one that does.
    unit = tmp_path / "kept.service"
    unit.write_text(text("deploy/kept.service").replace("/opt/kept/.venv/bin/kept", "/bin/true"))
    judged = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (judged.returncode, judged.stderr) == (0, "")


def test_the_image_is_hash_locked_and_unprivileged():
    told = directives("deploy/Dockerfile")
    assert all(":" in image and ":latest" not in image for image in told["FROM"])
    assert any("--require-hashes" in run for run in told["RUN"])
    assert told["USER"] == ["10001:10001"]
    assert told["CMD"] == ['["serve", "--migrate"]']
    assert "ADD" not in told
    assert not any(re.search(r"SECRET|PASSWORD|TOKEN", line) for line in told.get("ENV", []))


def test_what_the_image_copies_is_there():
    for line in directives("deploy/Dockerfile")["COPY"]:
        if not line.startswith("--from"):
            assert (ROOT / line.split()[0]).exists(), line


def test_the_composition_keeps_secrets_in_files_and_ports_at_home():
    content = text("deploy/compose.yaml")
    assert "\t" not in content
    assert re.search(r"^services:\n  kept:\n", content, re.MULTILINE)
    ports = re.findall(r'^\s+- "([0-9.:]+)"$', content, re.MULTILINE)
    assert ports == ["127.0.0.1:8000:8000", "127.0.0.1:2525:2525"]
    assert "read_only: true" in content
    assert "DATABASE_URL_FILE" in content
    assert not re.search(r"PASSWORD: (?!/run)", content)
    known = {s.name for s in SETTINGS}
    for name in re.findall(r"^\s+((?:KEPT|DATABASE)_[A-Z_]+):", content, re.MULTILINE):
        assert name.removesuffix("_FILE") in known


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_overwrites_what_clients_claim_and_lets_streams_through(name: str):
    content = text(f"deploy/{name}")
    assert "X-Forwarded-For" in content
    assert "proxy_add_x_forwarded_for" not in content
    assert "proxy_buffering off" in content or "flush_interval -1" in content
    assert content.count("{") == content.count("}")
