#!/bin/sh
# install.sh CMAKE BUILD_DIR SOURCE_DIR VERSION: installs into a private folder and checks, from there, that the program
# runs, finds its plugins and policies without being told, and that an outside author can build a plugin. Called by ctest.
set -eu
cmake=$1 build=$2 source=$3 version=$4
place=$(mktemp -d "${TMPDIR:-/tmp}/countersign-install.XXXXXX")
trap 'rm -rf "$place"' EXIT
prefix=$place/prefix

fail() {
    echo "install: $*"
    exit 1
}

"$cmake" --install "$build" --prefix "$prefix" >"$place/log" 2>&1 || { cat "$place/log"; fail "cmake --install failed"; }
program=$prefix/bin/countersign
case $("$program" --version) in
    *"$version"*) ;;
    *) fail "--version does not say $version: $("$program" --version)" ;;
esac
policies=$prefix/share/countersign/policies/starter
[ -f "$policies/journey.yaml" ] || fail "no starter policies at $policies"
"$program" policy check "$policies" || fail "the installed starter policies have problems"

cat >"$place/gateway.yaml" <<YAML
listen: 127.0.0.1:0
data: $place/data
policies: $policies
channels:
  - {name: shop, plugin: channel.webhook, settings: {secret: "\${env:SHOP_SECRET}", deliver_to: "http://127.0.0.1:9/out"}}
helpdesk: {plugin: helpdesk.desk}
YAML
export SHOP_SECRET=an-example-secret-of-32-characters
listed=$("$program" plugin list --config "$place/gateway.yaml") || fail "plugin list failed: $listed"
for id in channel.webhook helpdesk.desk model.knowledge model.openai; do
    case $listed in
        *"$id"*) ;;
        *) fail "the installed program does not find the plugin $id: $listed" ;;
    esac
done
for plugin in "$prefix"/lib/countersign/plugins/*.so; do
    if readelf -d "$plugin" | grep -Eq 'R(UN)?PATH'; then fail "$plugin still points into the build folder"; fi
    samples=$prefix/lib/countersign/plugins/samples/$(basename "$plugin" .so)
    [ -d "$samples" ] || fail "$plugin came without its samples"
done

"$program" demo --exit >"$place/log" 2>&1 || { cat "$place/log"; fail "the installed program cannot play its demo"; }

# An author's project: nothing but the installed headers and the CMake function.
mkdir -p "$place/author"
cp "$source/tests/kit/example.cpp" "$place/author/"
cat >"$place/author/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(example LANGUAGES CXX)
find_package(countersign REQUIRED)
countersign_add_plugin(channel.example SOURCES example.cpp)
CMAKE
{
    "$cmake" -G Ninja -S "$place/author" -B "$place/author/build" -DCMAKE_PREFIX_PATH="$prefix" && "$cmake" --build "$place/author/build"
} >"$place/log" 2>&1 || { cat "$place/log"; fail "an outside author cannot build the example"; }
[ -f "$place/author/build/channel.example.so" ] || fail "the author's plugin is not where it should be"
"$program" plugin check "$place/author/build/channel.example.so" >"$place/log" 2>&1 || { cat "$place/log"; fail "the example fails the kit"; }
grep -q ' skipped: add samples (see the README) to run them$' "$place/log" || { cat "$place/log"; fail "what was skipped is not told"; }
# The manual's own samples/settings.json.
mkdir "$place/author/samples"
sed -n '/^```json$/,/^```$/p' "$source/include/countersign/README.md" | grep -v '^```' >"$place/author/samples/settings.json"
"$program" plugin check "$place/author/build/channel.example.so" --samples "$place/author/samples" >"$place/log" 2>&1 ||
    { cat "$place/log"; fail "the manual's settings.json does not work"; }
