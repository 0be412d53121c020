#!/bin/sh
# Makes this checkout ready on Debian 12 (or a relative) that has only Python 3.11 and make.
#
#   setup.sh packages run     Debian packages the program needs: to render, check and read papers
#   setup.sh packages test    the same, and those that only the tests need
#   setup.sh python [OPTION…] .venv, exactly as uv.lock says; OPTIONs go to `uv sync`
#
# Packages are installed when this user may do so; otherwise the one command to run is printed, and we stop with 1.
set -eu
cd "$(dirname "$0")"

UV_VERSION=0.13.9

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
stop() { printf '\n%s\n' "$*" >&2; exit 1; }

# --- which Python ---------------------------------------------------------------------------------------------

is_supported() { "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null; }

# Debian's own before whatever stands first in PATH: it is compiled with its profile in hand, others often are not, and
# then everything here takes a sixth longer. PYTHON=… names another.
find_python() {
    for candidate in ${PYTHON:-/usr/bin/python3.11 python3.11 python3.12 python3}; do
        if is_supported "$candidate"; then command -v "$candidate"; return; fi
    done
    stop "Python 3.11 or 3.12 is needed and was not found. On Debian 12: apt-get install python3.11"
}

# --- Debian packages ------------------------------------------------------------------------------------------

has() { command -v "$1" >/dev/null 2>&1; }
has_file() { for found in "$@"; do [ -e "$found" ] && return; done; return 1; }

# Asks for the thing itself, not for the package: a component installed by other means is as good.
missing_packages() {
    has_file /usr/lib/libreoffice/program/libswlo.so /opt/libreoffice*/program/libswlo.so || echo libreoffice-writer-nogui
    has_file /usr/lib/python3/dist-packages/uno.py || echo python3-uno
    has_file /usr/share/fonts/truetype/liberation*/LiberationSerif-Regular.ttf || echo fonts-liberation2
    has fc-list || echo fontconfig
    has bwrap || echo bubblewrap
    has pdfsig && has pdftotext || echo poppler-utils
    "$python" -c 'import ensurepip' 2>/dev/null || echo "python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv"
    if [ "$1" = test ]; then
        has initdb || has_file /usr/lib/postgresql/*/bin/initdb || echo postgresql
        has chromium || echo chromium
        has git || echo git
    fi
}

install_packages() {
    python=$(find_python)
    missing=$(missing_packages "$1" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    update="apt-get update"
    install="apt-get install -y --no-install-recommends ${missing% }"
    if ! has apt-get; then
        stop "These are missing, and there is no apt-get here to install them (names as in Debian 12): $missing"
    elif [ "$(id -u)" = 0 ]; then
        as_root="env DEBIAN_FRONTEND=noninteractive"
    elif has sudo && sudo -n true 2>/dev/null; then
        as_root="sudo -n env DEBIAN_FRONTEND=noninteractive"
    else
        stop "Debian packages are missing, and installing them needs root. Run this once, then try again:

    sudo sh -c '$update && $install'"
    fi
    say "Installing Debian packages: $missing"
    # shellcheck disable=SC2086  # each is a command with its arguments
    { $as_root $update && $as_root $install; } </dev/null
}

# --- Python packages ------------------------------------------------------------------------------------------

# uv lives in an environment of its own, so that .venv holds exactly what the lock names.
ensure_uv() {
    [ -x .tools/bin/uv ] && [ "$(.tools/bin/uv --version | cut -d' ' -f2)" = "$UV_VERSION" ] && return
    say "Fetching uv $UV_VERSION (reads uv.lock)"
    "$python" -m venv --clear .tools
    .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
}

sync_python() {
    python=$(find_python)
    ensure_uv
    say "Making .venv as uv.lock says"
    # An environment that is already there keeps its Python; a new one gets the one found above.
    if [ ! -x .venv/bin/python ] || ! is_supported .venv/bin/python; then set -- --python "$python" "$@"; fi
    # Compiled here, once: where Python may not write beside its sources (a container's file system is read-only),
    # every process would compile Prefect anew, and import it half as fast.
    UV_PROJECT_ENVIRONMENT=.venv UV_PYTHON_DOWNLOADS=never .tools/bin/uv sync --locked --compile-bytecode "$@"
}

case "${1:-}" in
    packages) install_packages "${2:-run}" ;;
    python) shift; sync_python "$@" ;;
    *) sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
