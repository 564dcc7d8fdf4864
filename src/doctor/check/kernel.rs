//! Does the kernel have CAN at all?

use crate::doctor::{Kernel, Sockets, Step};

pub(super) fn check(kernel: &Kernel) -> Step {
    let release = &kernel.release;
    match &kernel.sockets {
        Sockets::Work => Step::ok("kernel", format!("CAN sockets work, kernel {release}{}", loaded(kernel))),
        Sockets::Refused(why) => Step::unchecked("kernel", format!("the kernel opens no CAN socket for this program: {why}"))
            .hint("in a container, run it on the host, or with the host's network; elsewhere, try it as root"),
        Sockets::Missing => match kernel.modules.is_shipped("can_raw") {
            Some(false) => {
                Step::not_ok("kernel", format!("this kernel, {release}, was built without CAN"))
                    .hint("kernels for virtual machines and for the cloud leave it out; the distributions' ordinary ones have it")
                    .hint("on Debian it is in the package linux-image-amd64, or that of your processor; then boot it")
            }
            Some(true) => Step::not_ok("kernel", format!("no CAN sockets: the module can_raw is not loaded into kernel {release}"))
                .command("sudo modprobe can_raw"),
            None => Step::not_ok("kernel", format!("no CAN sockets, and the list of modules of kernel {release} is not here"))
                .command("sudo modprobe can_raw")
                .hint("in a container, that is for the host to do"),
        },
    }
}

fn loaded(kernel: &Kernel) -> String {
    let names = ["can", "can_raw"];
    let loaded: Vec<&str> =
        names.into_iter().filter(|name| kernel.modules.is_loaded(name) == Some(true)).collect();
    if loaded.is_empty() { String::new() } else { format!(" (modules {})", loaded.join(", ")) }
}
