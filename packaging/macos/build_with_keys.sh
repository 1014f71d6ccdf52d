#!/usr/bin/env bash
# dev.py installer on a Mac of CI, with the keys that are in the environment, in a keychain that is gone afterwards.
#
# CERTIFICATE           a Developer ID Application certificate with its key (.p12), in base64; may be empty, as all of these
# CERTIFICATE_PASSWORD  the password of that file
# KEY                   the notary's key of App Store Connect (.p8): its text
# CORELOOM_SIGN_IDENTITY, CORELOOM_NOTARY_KEY_ID, CORELOOM_NOTARY_ISSUER: as in signing.py
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scratch="$(mktemp -d)"
keychain="$scratch/release.keychain-db"
before=()
while IFS= read -r line; do before+=("$(sed 's/^ *"//; s/"$//' <<< "$line")"); done < <(security list-keychains -d user)

forget() {
    if [[ -e $keychain ]]; then
        search_in
        security delete-keychain "$keychain"
    fi
    rm -rf "$scratch"
}
trap forget EXIT

# macOS has bash 3.2, for which an empty list is not set.
search_in() { security list-keychains -d user -s "$@" ${before[@]+"${before[@]}"}; }

if [[ -n ${CERTIFICATE:-} ]]; then
    password="$(openssl rand -hex 24)"
    base64 --decode > "$scratch/certificate.p12" <<< "$CERTIFICATE"
    security create-keychain -p "$password" "$keychain"
    security set-keychain-settings -lut 7200 "$keychain"
    security unlock-keychain -p "$password" "$keychain"
    security import "$scratch/certificate.p12" -k "$keychain" -f pkcs12 -P "${CERTIFICATE_PASSWORD:-}" -T /usr/bin/codesign
    # Without this, codesign asks in a window that nobody sees.
    security set-key-partition-list -S apple-tool:,apple: -s -k "$password" "$keychain" > /dev/null
    search_in "$keychain"
    rm "$scratch/certificate.p12"
fi
if [[ -n ${KEY:-} ]]; then
    export CORELOOM_NOTARY_KEY="$scratch/notary.p8"
    (umask 077 && printf '%s\n' "$KEY" > "$CORELOOM_NOTARY_KEY")
fi
unset CERTIFICATE CERTIFICATE_PASSWORD KEY

python packaging/dev.py installer
