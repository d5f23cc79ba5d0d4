"""Checks a Maven repository in a folder against what Maven Central asks of a release:

    python3 deploy/release/check_repository.py FOLDER GROUP:ARTIFACT...

Every named artifact must be there and no other one. Its pom must state by itself (without a parent) who publishes it, under
which license, and where its source is; the jar must have sources and Javadoc beside it; and every file must have a signature
of a key in the GnuPG keyring and checksums. Each error is one line, and any error makes the exit status 1.
"""

import hashlib
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

NAMESPACE = "{http://maven.apache.org/POM/4.0.0}"

# The elements that a pom must have itself.
REQUIRED = (
    "groupId",
    "artifactId",
    "version",
    "name",
    "description",
    "url",
    "licenses/license/name",
    "licenses/license/url",
    "developers/developer/name",
    "scm/connection",
    "scm/developerConnection",
    "scm/url",
)

# The elements that make sense in the build of this repository only.
UNWANTED = ("parent", "modules", "build", "repositories", "pluginRepositories", "distributionManagement", "properties")

CHECKSUMS = ("md5", "sha1")


def errors(repository, expected):
    """Returns what Maven Central would refuse in a repository that holds one version of each expected artifact."""
    found = {}
    poms = sorted(repository.rglob("*.pom"))
    wrong = []
    for pom in poms:
        model = ElementTree.parse(pom).getroot()
        coordinates = f"{_text(model, 'groupId')}:{_text(model, 'artifactId')}"
        found.setdefault(coordinates, []).append(pom)
        wrong += [f"{pom.relative_to(repository)}: {error}" for error in _pom_errors(pom, model, repository)]
        if (_text(model, "packaging") or "jar") == "jar":
            wrong += [f"{pom.relative_to(repository)}: {error}" for error in _jar_errors(pom)]
    wrong += [f"{name} is missing" for name in expected if name not in found]
    wrong += [f"{name} must not be published" for name in found if name not in expected]
    wrong += [f"{name} has {len(paths)} poms" for name, paths in found.items() if len(paths) > 1]
    for file in sorted(each for each in repository.rglob("*") if each.is_file()):
        if not file.name.startswith("maven-metadata.xml") and file.suffix not in (".md5", ".sha1", ".sha256", ".sha512"):
            wrong += [f"{file.relative_to(repository)}: {error}" for error in _file_errors(file)]
    return wrong


def _text(model, path):
    element = model.find("/".join(NAMESPACE + part for part in path.split("/")))
    return "" if element is None or element.text is None else element.text.strip()


def _pom_errors(pom, model, repository):
    text = pom.read_text(encoding="utf-8")
    for path in REQUIRED:
        if not _text(model, path):
            yield f"{path} is missing"
    for name in UNWANTED:
        if model.find(NAMESPACE + name) is not None:
            yield f"{name} is not for users of the artifact"
    if "SNAPSHOT" in text:
        yield "a version is a snapshot"
    for left in sorted(set(re.findall(r"\$\{[^}]+\}", text))):
        yield f"{left} was not replaced by its value"
    for path in ("scm/connection", "scm/developerConnection"):
        if not _text(model, path).endswith(".git"):
            yield f"{path} is no address of a Git repository"
    if ".invalid/" in text:
        yield "the address of the project is a placeholder"
    folder = Path(*_text(model, "groupId").split("."), _text(model, "artifactId"), _text(model, "version"))
    if pom.parent.relative_to(repository) != folder:
        yield f"the folder is not {folder}"
    for dependency in model.iter(NAMESPACE + "dependency"):
        name = _text(dependency, "artifactId")
        if not _text(dependency, "version"):
            yield f"the dependency {name} has no version"
        if _text(dependency, "scope") in ("test", "system"):
            yield f"the dependency {name} is for tests or for one machine"


def _jar_errors(pom):
    stem = pom.name[: -len(".pom")]
    for classifier, pattern in (("", r".*\.class"), ("-sources", r".*\.java"), ("-javadoc", r"index\.html")):
        jar = pom.with_name(stem + classifier + ".jar")
        if not jar.is_file():
            yield f"{jar.name} is missing"
        elif not any(re.fullmatch(pattern, name) for name in zipfile.ZipFile(jar).namelist()):
            yield f"{jar.name} is empty"


def _file_errors(file):
    # Maven writes no checksums of signatures, and Central asks for none.
    if file.suffix == ".asc":
        return
    for kind in CHECKSUMS:
        checksum = file.with_name(f"{file.name}.{kind}")
        if not checksum.is_file():
            yield f"the {kind} checksum is missing"
        elif checksum.read_text(encoding="ascii").split()[0] != hashlib.new(kind, file.read_bytes()).hexdigest():
            yield f"the {kind} checksum is wrong"
    signature = file.with_name(file.name + ".asc")
    if not signature.is_file():
        yield "the signature is missing"
        return
    verified = subprocess.run(["gpg", "--batch", "--verify", signature, file], capture_output=True, check=False)
    if verified.returncode != 0:
        yield "the signature is not one of a known key"


def main(arguments):
    if len(arguments) < 2:
        sys.exit(__doc__)
    repository, expected = Path(arguments[0]), arguments[1:]
    wrong = errors(repository, expected)
    for error in wrong:
        print(error)
    if wrong:
        sys.exit(1)
    files = sum(1 for file in repository.rglob("*") if file.is_file())
    print(f"{len(expected)} artifacts and {files} files: nothing is missing")


if __name__ == "__main__":
    main(sys.argv[1:])
