# The part of the script fanfare for a checkout: builds the program, and sets class_path and cache.
# shellcheck shell=sh disable=SC2154

built=$home/cli/target/.built

build() { # the program without tests and checks; shows each module and what is downloaded
    log=$(mktemp)
    echo "fanfare: building ..." >&2
    { (cd "$home" && mvn -B -T 2 -Pfast,program -pl cli -am package) 2>&1 || echo "fanfare: failed"; } | {
        failed= downloads=0
        while IFS= read -r line; do
            printf '%s\n' "$line" >>"$log"
            case $line in
                *"Building Fanfare: "*/*])
                    name=${line#*Building Fanfare: } step=${line##*[}
                    echo "fanfare: building module ${step%%/*} of ${step#*/}: ${name%% [0-9]*}" | tr -d ']' >&2
                    ;;
                *"Downloaded from"*)
                    downloads=$((downloads + 1))
                    [ $((downloads % 100)) -ne 0 ] || echo "fanfare: $downloads files downloaded" >&2
                    ;;
                "fanfare: failed") failed=yes ;;
            esac
        done
        [ -z "$failed" ]
    } || {
        grep -E '^\[(ERROR|FATAL)\]|^Error' "$log" | head -n 30 >&2
        echo "fanfare: the build failed; its output is in $log" >&2
        exit 1
    }
    rm -f "$log"
}

newer=yes
if [ -f "$built" ]; then
    newer=$(find "$home/pom.xml" "$home"/*/pom.xml "$home"/*/src/main \
        \( -path "$home/benchmarks/*" -o -path "$home/dist/*" -o -path "$home/testkit/*" \) -prune -o \( -type f -o -path '*/src/*' \) \
        -newer "$built" -print | head -n 1)
fi
if [ -n "$newer" ]; then
    command -v mvn >/dev/null || { echo "fanfare: Maven (mvn) must be in PATH to build the program." >&2; exit 1; }
    rm -rf "$home/cli/target/lib" "$home/cli/target/aot" # a stale jar must not stay on the class path
    stamp=$(mktemp) # of the time before the build: a file that is edited during the build is newer
    build
    mv "$stamp" "$built"
    [ "$command" != serve ] || "$home/fanfare" warm || echo "fanfare: starting without an AOT cache" >&2
fi

class_path=$(LC_ALL=C && printf '%s:' "$home"/cli/target/*.jar "$home"/cli/target/lib/*.jar)
class_path=${class_path%:}
# The embedded Redis is for examples only.
[ "$command" != example ] || class_path="$class_path:$home/cli/target/example-lib/*"
cache=$home/cli/target/aot/$(release "$java_home" JAVA_RUNTIME_VERSION).aot
