# Sourced by run: the machine's kernel and initramfs, made from Debian packages and kept under $cache.

packages=(qemu-system-x86 busybox-static cpio kmod can-utils iproute2 procps socat)

# What the machine loads; modprobe adds what these depend on and finds the order.
modules=(virtio_pci 9pnet_virtio 9p can can_raw can_bcm can_isotp can_gw vcan vxcan can_dev kvaser_pci slcan)

as_root() {
    if [[ $(id -u) -eq 0 ]]; then
        DEBIAN_FRONTEND=noninteractive "$@"
    else
        sudo -n env DEBIAN_FRONTEND=noninteractive "$@"
    fi
}

# with_lists CALL...: that call; if it fails, once more with fresh package lists, which a new machine has not got and an old one
# has outdated.
with_lists() {
    "$@" >"$cache/apt.log" 2>&1 && return
    as_root apt-get update >>"$cache/apt.log" 2>&1
    "$@" >>"$cache/apt.log" 2>&1 && return
    tail -n 20 "$cache/apt.log" >&2
    return 1
}

install_packages() {
    local missing=() package
    for package in "${packages[@]}"; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
    done
    [[ ${#missing[@]} -gt 0 ]] || return 0
    echo "vm: installing ${missing[*]}" >&2
    with_lists as_root apt-get install --yes --quiet --no-install-recommends "${missing[@]}" ||
        fail "run as root: apt-get install --no-install-recommends ${missing[*]}"
}

# Downloads the package linux-image-amd64 depends on into the directory $1: that one has the kernel's release in its name.
download_kernel() {
    local name
    name=$(apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: \(linux-image-.*\)$/\1/p' | head -n 1)
    [[ -n $name ]] && (cd "$1" && apt-get download "$name")
}

# Leaves the kernel's package in $cache/kernel.deb.
fetch_kernel() {
    [[ -f $cache/kernel.deb ]] && return 0
    local download
    echo "vm: downloading a kernel" >&2
    download=$(mktemp -d "$cache/download.XXXXXX")
    with_lists download_kernel "$download" || fail "could not download the kernel linux-image-amd64 stands for"
    mv "$download"/*.deb "$cache/kernel.deb"
    rm -r "$download"
}

# Makes $initramfs (the modules, busybox and init) and takes $kernel out of its package.
build_initramfs() {
    local unpacked root version module file
    unpacked=$(mktemp -d "$cache/unpacked.XXXXXX")
    root=$(mktemp -d "$cache/root.XXXXXX")
    dpkg -x "$cache/kernel.deb" "$unpacked" || fail "could not unpack the kernel's package"
    version=$(ls "$unpacked/lib/modules")
    depmod --basedir "$unpacked" "$version"
    mkdir -p "$root"/{bin,dev,proc,sys,host,plain,modules}
    cp "$(command -v busybox)" "$root/bin/busybox"
    cp "$here/init" "$root/init"
    chmod +x "$root/init"
    for module in "${modules[@]}"; do
        modprobe --dirname "$unpacked" --set-version "$version" --show-depends "$module" ||
            fail "the kernel's package has no module $module"
    done | sed -n 's/^insmod \([^ ]*\).*/\1/p' | awk '!seen[$0]++' >"$unpacked/paths"
    while read -r file; do
        cp "$file" "$root/modules/"
        basename "$file"
    done <"$unpacked/paths" >"$root/modules/order"
    cp "$unpacked/boot/vmlinuz-$version" "$kernel"
    (cd "$root" && find . -print0 | cpio --null --create --format=newc --quiet | gzip -1) >"$initramfs.new"
    mv "$initramfs.new" "$initramfs"
    rm -r "$unpacked" "$root"
}

# Sets $kernel and $initramfs.
prepare_image() {
    kernel=$cache/kernel
    initramfs=$cache/initramfs.gz
    mkdir -p "$cache"
    # Two runs at once share the cache: one prepares, the other waits.
    exec 9>"$cache/lock"
    flock 9
    install_packages
    fetch_kernel
    if [[ ! $initramfs -nt $here/init || ! $initramfs -nt $here/image.sh || ! $initramfs -nt $cache/kernel.deb ]]; then
        build_initramfs
    fi
    flock --unlock 9
}
