#!/usr/bin/env bash
# The scheduled job: take in what lies in the exports folder, render the latest quarter's reviews.
# It may run as often as wanted: known exports are passed over, reviews that are up to date stay.
#
#   pipelines/quarterly_review.sh [EXPORTS [REVIEWS]]
#
# Every Monday at six, by cron (crontab -e, in the folder of the checkout):
#
#   0 6 * * 1  cd "$HOME/partner-analytics" && pipelines/quarterly_review.sh >> review.log 2>&1
#
# Each line of the log begins with its time. ON_FAILURE, if set, is a command that is run when the
# job does not end with 0; it gets the log of this run on its standard input and the exit code in
# EXIT_CODE. In the crontab, above the line:
#
#   ON_FAILURE=mail -s "Partner reviews: see the log" me@example.com
#
# While another run or import is under way, the job says so and ends with 0: nothing is wrong.
#
# Exit codes: 0 done, 1 nothing could be loaded, 2 the call is wrong, 3 done in part (some exports
# were rejected or some reviews failed; the log names them).
set -uo pipefail
job=$(cd "$(dirname "$0")" && pwd)/$(basename "$0")
cd "$(dirname "$job")/.."

exports=${1:-data/raw}
reviews=${2:-reviews}
warehouse=${PARTNER_ANALYTICS_WAREHOUSE:-data/curated/partner_analytics.duckdb}
command=${PARTNER_ANALYTICS_COMMAND:-.venv/bin/partner-analytics}

with_times() {
    while IFS= read -r line; do
        printf '%s  %s\n' "$(date '+%Y-%m-%d %H:%M:%S%z')" "$line"
    done
}

is_held() { # whether another process holds the lock of a file
    command -v flock > /dev/null && [ -e "$1" ] && ! flock --nonblock "$1" true
}

run() {
    "$command" import "$exports"
    local imported=$?
    if [ "$imported" -ne 0 ] && [ "$imported" -ne 3 ]; then
        return "$imported"
    fi
    "$command" review latest --output "$reviews"
    local rendered=$?
    [ "$rendered" -ne 0 ] && return "$rendered"
    return "$imported"
}

if is_held "$job"; then
    echo "Another run of this job is under way: nothing to do." | with_times
    exit 0
fi
if is_held "$warehouse.lock"; then
    echo "An import into $warehouse is under way: nothing to do; the next run takes in the rest." |
        with_times
    exit 0
fi
exec 9< "$job"
command -v flock > /dev/null && flock 9

log=$(mktemp)
trap 'rm -f "$log"' EXIT
run 2>&1 9<&- | with_times | tee "$log"
code=${PIPESTATUS[0]}
if [ "$code" -ne 0 ]; then
    echo "Ended with exit code $code." | with_times | tee -a "$log"
    if [ -n "${ON_FAILURE:-}" ]; then
        EXIT_CODE=$code sh -c "$ON_FAILURE" < "$log" ||
            echo "The command of ON_FAILURE failed too: $ON_FAILURE" | with_times
    fi
fi
exit "$code"
