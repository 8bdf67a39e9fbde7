# What both scripts (core/quickstart.sh, tests/run.sh) do before they build: the list of Debian packages, installing what is
# missing, and the one way to configure. Sourced, not run; the caller has set `root` to the source folder.
# shellcheck shell=sh disable=SC2154

# Compilers and tools (certificates: servers we call are verified); libraries (CONTRIBUTING.md says why each); tests.
packages="g++ cmake ninja-build pkg-config ccache binutils python3 ca-certificates
    libpoco-dev libyaml-cpp-dev libssl-dev libspdlog-dev libfmt-dev libsqlite3-dev libsimdjson-dev
    libre2-dev libicu-dev libphonenumber-dev libcld2-dev libcli11-dev prometheus-cpp-dev libsystemd-dev
    libgtest-dev"
# What only tests/run.sh needs: a real browser for the chat page; for its sanitized builds, Clang with its runtimes.
# shellcheck disable=SC2034
test_packages="chromium chromium-driver fonts-dejavu-core python3-jsonschema python3-ruamel.yaml libbenchmark-dev
    golang-go golang-golang-x-mod-dev python3-aiosmtpd strace"
# shellcheck disable=SC2034
sanitizer_packages="clang libclang-rt-14-dev"

fail() {
    echo "countersign: $*" >&2
    exit 1
}

missing_packages() {
    for package in $packages; do
        state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) || state=absent
        [ "$state" = installed ] || printf '%s ' "$package"
    done
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; elif [ -t 2 ]; then sudo "$@"; else sudo -n "$@"; fi
}

# Installs only what is missing, and says what. Anything but Debian has to bring the same libraries itself.
install_missing_packages() {
    if ! command -v dpkg-query >/dev/null; then
        echo "      this is not Debian; expecting these packages, or their like: $packages"
        return 0
    fi
    missing=$(missing_packages)
    if [ -z "$missing" ]; then
        echo "      all there"
        return 0
    fi
    echo "      installing: $missing"
    [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
        fail "these packages are missing and neither root nor sudo is at hand: install $missing"
    as_root apt-get -qq update </dev/null || echo "      apt-get update failed; trying with the lists that are here" >&2
    # shellcheck disable=SC2086  # a list on purpose
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing </dev/null >/dev/null ||
        fail "apt-get could not install all of: $missing"
    still=$(missing_packages)
    [ -z "$still" ] || fail "still missing after apt-get: $still"
}

# configure BUILD_DIR [OPTION...]: the release preset, in any folder. Prints only when something is wrong.
configure() {
    folder=$1
    shift
    mkdir -p "$folder"
    cmake -S "$root" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release "$@" >"$folder/configure.log" 2>&1 || {
        cat "$folder/configure.log" >&2
        fail "the configuration failed; what is missing stands above"
    }
}

# absolute PATH: the same folder, seen from anywhere.
absolute() {
    case $1 in
        /*) echo "$1" ;;
        *) echo "$PWD/$1" ;;
    esac
}
