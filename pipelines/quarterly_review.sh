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
# Exit codes: 0 done, 1 nothing could be loaded, 2 the call is wrong, 3 done in part (some exports
# were rejected or some reviews failed; the log names them).
set -uo pipefail
cd "$(dirname "$0")/.."

exports=${1:-data/raw}
reviews=${2:-reviews}

.venv/bin/partner-analytics import "$exports"
imported=$?
if [ "$imported" -ne 0 ] && [ "$imported" -ne 3 ]; then
    exit "$imported"
fi
.venv/bin/partner-analytics review latest --output "$reviews"
rendered=$?
[ "$rendered" -ne 0 ] && exit "$rendered"
exit "$imported"
