# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# Shared by the scripts that a person starts on a fresh machine: say what happens, install what is missing. To be sourced.
#
#   need_commands COMMAND:PACKAGE...   notes the package of each command that is not there
#   need_modules MODULE:PACKAGE...     the same for pkg-config modules
#   install_packages                   installs what was noted, and nothing else; no question is asked
#   need_meson FOLDER                  sets MESON to a meson that is new enough; FOLDER is where to put one if it has to
#
# Without root and without sudo everything still works as long as nothing is missing.

missing_packages=()

say() {
    printf '\n== %s\n' "$*"
}

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

note_missing() {
    local package
    for package in "${missing_packages[@]}"; do
        [ "$package" != "$1" ] || return 0
    done
    missing_packages+=("$1")
}

need_commands() {
    local pair
    for pair in "$@"; do
        command -v "${pair%%:*}" >/dev/null 2>&1 || note_missing "${pair#*:}"
    done
}

need_modules() {
    local pair
    need_commands pkg-config:pkg-config
    for pair in "$@"; do
        pkg-config --exists "${pair%%:*}" 2>/dev/null || note_missing "${pair#*:}"
    done
}

# Runs a command as root: directly, or through sudo when sudo is there.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif command -v sudo >/dev/null 2>&1; then
        sudo "$@"
    else
        return 1
    fi
}

install_packages() {
    [ "${#missing_packages[@]}" -gt 0 ] || return 0
    say "Installing what is missing: ${missing_packages[*]}"
    command -v apt-get >/dev/null 2>&1 ||
        die "there is no apt-get here; install with your own package manager: ${missing_packages[*]}"
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null 2>&1 ||
        die "needs root once; run: apt-get install ${missing_packages[*]}"
    apt_get update -q || echo "the package lists could not be refreshed; trying with those at hand" >&2
    apt_get install -q -y --no-install-recommends "${missing_packages[@]}" ||
        die "apt-get could not install: ${missing_packages[*]}"
    missing_packages=()
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

# The first version is at least the second.
version_at_least() {
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

# Debian 12 and Ubuntu 24.04 have a meson that is new enough; an older machine gets one of its own in the folder.
need_meson() {
    local tools=$1
    MESON=meson
    if ! version_at_least "$(meson --version 2>/dev/null || echo 0)" 1.0.0; then
        MESON=$tools/bin/meson
        if [ ! -x "$MESON" ]; then
            need_commands python3:python3
            python3 -c 'import ensurepip' 2>/dev/null || note_missing python3-venv
            install_packages
            say "This machine's meson is older than 1.0: putting a newer one into $tools"
            python3 -m venv "$tools"
            "$tools/bin/pip" install --quiet --disable-pip-version-check 'meson>=1.0,<2' ||
                die "could not get meson from PyPI; install meson 1.0 or newer and start again"
        fi
    fi
    export MESON
}
