#!/bin/sh
# links.sh BUILD_DIR NM: looks into the built libraries and plugins for ways to the outside. Only libcs_outbound may use an
# HTTP client; connect(2) belongs to the control client in libcs_app alone; plugins have no sockets at all. Called by ctest.
set -eu
export LC_ALL=C
build=$1 nm=$2
failed=0

# uses FILE PATTERN: the symbols FILE wants from elsewhere, or defines from a template, that match.
uses() {
    "$nm" -C "$1" 2>/dev/null | grep -E "$2" || true
}
# forbid FILE PATTERN WHY
forbid() {
    found=$(uses "$1" "$2")
    [ -z "$found" ] && return 0
    printf '%s: %s\n%s\n' "$1" "$3" "$found"
    failed=1
}

http_client='Poco::Net::(HTTPS?ClientSession|HTTPS?SessionInstantiator|HTTPSessionFactory|HTTPS?StreamFactory|FTP|SMTP|Mail|WebSocket|Dialog|SecureStreamSocket|DatagramSocket|RawSocket|DNS)|Poco::Net::(StreamSocket|SocketImpl)::connect|curl_'
system_ways=' U (connect|sendto|sendmsg|sendmmsg|getaddrinfo|gethostbyname|res_query)(@|$)'
programs=' U (system|popen|posix_spawnp?|exec[lv]p?e?|execvpe|execveat|fexecve)(@|$)'

libraries=$(find "$build/core" -name 'libcs_*.a')
[ "$(echo "$libraries" | wc -l)" -ge 15 ] || { echo "$build: not all libraries are built; run ninja first"; exit 1; }
for library in $libraries $(find "$build/core" -path '*/countersign.dir/*.o'); do
    case $library in
        */libcs_plugin.a)  # the cell in which a plugin is tried first: this same program, started anew
            calls=$(uses "$library" "$programs" | sort -u)
            [ "$calls" = "                 U posix_spawn" ] || { echo "$library: more than the cell's posix_spawn: $calls"; failed=1; } ;;
        *) forbid "$library" "$programs" "starts other programs" ;;
    esac
    case $library in
        */libcs_outbound.a) continue ;;
    esac
    forbid "$library" "$http_client" "uses a client of Poco; only flow/delivery may"
    case $library in
        */libcs_app.a)
            calls=$(uses "$library" "$system_ways" | sort -u)
            [ "$calls" = "                 U connect" ] || { echo "$library: more than the control client's connect: $calls"; failed=1; } ;;
        *) forbid "$library" "$system_ways" "reaches for the network" ;;
    esac
done

# Proof that the search can find what it looks for.
outbound=$(find "$build/core" -name libcs_outbound.a)
[ -n "$(uses "$outbound" Poco::Net::HTTPClientSession::HTTPClientSession)" ] || { echo "$outbound: no HTTP client found there; this check is blind"; failed=1; }

plugins=$(find "$build/plugins" -maxdepth 1 -name '*.so')
[ "$(echo "$plugins" | wc -l)" -ge 4 ] || { echo "$build/plugins: plugins are missing"; exit 1; }
for plugin in $plugins; do
    wants=$("$nm" -D "$plugin" | grep -E ' U (socket|socketpair|connect|bind|listen|accept4?|send|sendto|sendmsg|recv|getaddrinfo|gethostbyname|syscall|dlopen|fork|vfork|clone|system|popen|exec[a-z]*|posix_spawnp?)(@|$)' || true)
    [ -z "$wants" ] || { printf '%s: a plugin must not call these\n%s\n' "$plugin" "$wants"; failed=1; }
done
exit $failed
