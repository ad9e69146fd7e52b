# shellcheck shell=bash
# Debian packages of another release than the system's, downloaded but not installed. Sourced after lib.sh.

# The Debian mirrors to try: the one that this system uses, then the public one.
debian_mirrors() {
  {
    # shellcheck disable=SC2016
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 2>/dev/null \
      | grep -v security || true
    printf 'http://deb.debian.org/debian\n'
  } | sed 's#/*$##' | awk '!seen[$0]++'
}

# private_apt FOLDER COMMAND...: apt-get with its own sources, lists and cache, so that the system's stay as they are.
# Its proxy, certificate and credential settings are the system's. Packages are signed by Debian as always.
private_apt() {
  local apt=$1/apt
  shift
  apt-get -q -o Dir::Etc::SourceList="$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" \
    -o APT::Sandbox::User=root -o Acquire::Languages=none -o APT::Update::Error-Mode=any "$@"
}

# fetch_debs SUITE FOLDER PACKAGE...: downloads the packages into FOLDER/debs.
fetch_debs() {
  local suite=$1 folder=$2 keys=/usr/share/keyrings/debian-archive-keyring.gpg mirror
  shift 2
  mkdir -p "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial" "$folder/debs"
  for mirror in $(debian_mirrors); do
    printf 'deb [signed-by=%s] %s %s main\n' "$keys" "$mirror" "$suite" >"$folder/apt/sources.list"
    quietly "fetch-$suite" private_apt "$folder" update || continue
    # With the suite named, since apt would prefer the version that the system has installed.
    (cd "$folder/debs" && quietly "fetch-$suite" private_apt "$folder" download "${@/%//$suite}") || continue
    return 0
  done
  die "could not download $* of Debian $suite: no network, or $keys is too old"
}
