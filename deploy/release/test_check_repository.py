"""What check_repository.py finds in repositories that Maven Central would refuse."""

import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from check_repository import errors  # noqa: E402

POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>tool</artifactId>
  <version>1.0.0</version>
  <name>tool</name>
  <description>A tool.</description>
  <url>https://example.org/tool</url>
  <licenses><license><name>Apache-2.0</name><url>https://example.org/license</url></license></licenses>
  <developers><developer><name>The authors</name></developer></developers>
  <scm>
    <connection>scm:git:https://example.org/tool.git</connection>
    <developerConnection>scm:git:https://example.org/tool.git</developerConnection>
    <url>https://example.org/tool</url>
  </scm>
  <dependencies>
    <dependency><groupId>org.example</groupId><artifactId>other</artifactId><version>2.0</version></dependency>
  </dependencies>
</project>
"""


@pytest.fixture(scope="module", autouse=True)
def key(tmp_path_factory):
    # The paths of the sockets of GnuPG's agent must be short.
    home = tmp_path_factory.mktemp("key", numbered=True)
    home.chmod(0o700)
    before = os.environ.get("GNUPGHOME")
    os.environ["GNUPGHOME"] = str(home)
    gpg("--passphrase", "", "--quick-generate-key", "Test <test@example.org>", "ed25519", "sign", "1d")
    yield
    subprocess.run(["gpgconf", "--kill", "gpg-agent"], check=False)
    if before is None:
        del os.environ["GNUPGHOME"]
    else:
        os.environ["GNUPGHOME"] = before


def gpg(*arguments):
    subprocess.run(["gpg", "--batch", "--quiet", *arguments], check=True)


def checksums(file):
    for kind in ("md5", "sha1"):
        file.with_name(f"{file.name}.{kind}").write_text(hashlib.new(kind, file.read_bytes()).hexdigest())


def repository(folder, pom=POM):
    """Writes a repository with one artifact as Maven does."""
    place = folder / "org/example/tool/1.0.0"
    place.mkdir(parents=True)
    (place / "tool-1.0.0.pom").write_text(pom)
    for name, entry in (("", "Tool.class"), ("-sources", "Tool.java"), ("-javadoc", "index.html")):
        with zipfile.ZipFile(place / f"tool-1.0.0{name}.jar", "w") as jar:
            jar.writestr(entry, "contents")
    for file in sorted(place.iterdir()):
        gpg("--armor", "--detach-sign", file)
        checksums(file)
    return place


def found(folder, expected=("org.example:tool",)):
    return [error.split(": ", 1)[-1] for error in errors(folder, list(expected))]


def test_a_complete_repository_has_no_error(tmp_path):
    repository(tmp_path)
    assert found(tmp_path) == []


@pytest.mark.parametrize("element", ["name", "description", "url", "licenses", "developers", "scm", "version"])
def test_a_pom_without_what_central_asks_for_is_refused(tmp_path, element):
    repository(tmp_path, re.sub(f"(?s)<{element}>.*?</{element}>", "", POM, count=1))
    assert any(error.startswith(element) and error.endswith("is missing") for error in found(tmp_path))


@pytest.mark.parametrize(
    "old, new, error",
    [
        ("<dependencies>", "<parent><groupId>a</groupId></parent><dependencies>", "parent is not for users"),
        ("<dependencies>", "<modules><module>tests</module></modules><dependencies>", "modules is not for users"),
        ("<version>2.0</version>", "<version>${other}</version>", "${other} was not replaced"),
        ("<version>2.0</version>", "<version>2.0-SNAPSHOT</version>", "a version is a snapshot"),
        ("<version>2.0</version>", "<version>2.0</version><scope>test</scope>", "the dependency other is for tests"),
        ("<version>2.0</version>", "", "the dependency other has no version"),
        ("<version>1.0.0</version>", "<version>1.0.1</version>", "the folder is not org/example/tool/1.0.1"),
        ("tool.git</connection>", "tool.git/part</connection>", "scm/connection is no address of a Git repository"),
        ("https://example.org/tool<", "https://example.invalid/tool<", "the address of the project is a placeholder"),
    ],
)
def test_a_pom_that_is_only_good_in_this_build_is_refused(tmp_path, old, new, error):
    assert old in POM
    repository(tmp_path, POM.replace(old, new))
    assert any(each.startswith(error) for each in found(tmp_path))


@pytest.mark.parametrize("name", ["-sources.jar", "-javadoc.jar", ".jar"])
def test_a_missing_jar_is_named(tmp_path, name):
    place = repository(tmp_path)
    (place / f"tool-1.0.0{name}").unlink()
    assert f"tool-1.0.0{name} is missing" in found(tmp_path)


def test_missing_and_wrong_signatures_and_checksums_are_found(tmp_path):
    place = repository(tmp_path)
    (place / "tool-1.0.0.jar.asc").unlink()
    (place / "tool-1.0.0.pom.sha1").unlink()
    (place / "tool-1.0.0-sources.jar.md5").write_text("0" * 32)
    javadoc = place / "tool-1.0.0-javadoc.jar"
    javadoc.write_bytes(javadoc.read_bytes() + b"changed")
    checksums(javadoc)
    assert sorted(found(tmp_path)) == [
        "the md5 checksum is wrong",
        "the sha1 checksum is missing",
        "the signature is missing",
        "the signature is not one of a known key",
    ]


def test_artifacts_that_are_missing_or_too_many_are_named(tmp_path):
    repository(tmp_path)
    assert found(tmp_path, ("org.example:other",)) == ["org.example:other is missing", "org.example:tool must not be published"]
