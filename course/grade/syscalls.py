"""What a sandboxed process may not ask of the kernel: a filter for bubblewrap.

Computing and reading files needs none of these. Each is refused as if there were no
right to it (seccomp(2)); the filter is a small program in classic BPF, which Linux runs
before each system call. Numbers are those of the kernel's asm/unistd.h.
"""

import errno
import platform
import struct

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}  # linux/audit.h
FORBIDDEN = {  # name: its numbers on x86_64 and aarch64
    "acct": (163, 89), "add_key": (248, 217), "bpf": (321, 280), "chroot": (161, 51),
    "delete_module": (176, 106), "fanotify_init": (300, 262),
    "finit_module": (313, 273), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fsopen": (430, 430), "fspick": (433, 433), "init_module": (175, 105),
    "io_setup": (206, 0), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427), "io_uring_setup": (425, 425), "kcmp": (312, 272),
    "kexec_file_load": (320, 294), "kexec_load": (246, 104), "keyctl": (250, 219),
    "mbind": (237, 235), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "migrate_pages": (256, 238), "mount": (165, 40), "mount_setattr": (442, 442),
    "move_mount": (429, 429), "move_pages": (279, 239), "mq_open": (240, 180),
    "msgget": (68, 186), "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265), "open_tree": (428, 428),
    "perf_event_open": (298, 241), "personality": (135, 92), "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434), "pivot_root": (155, 41), "process_madvise": (440, 440),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "ptrace": (101, 117), "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "reboot": (169, 142), "request_key": (249, 218), "seccomp": (317, 277),
    "semget": (64, 190), "setns": (308, 268), "shmget": (29, 194), "socket": (41, 198),
    "swapoff": (168, 225), "swapon": (167, 224), "syslog": (103, 116),
    "umount2": (166, 39), "unshare": (272, 97), "userfaultfd": (323, 282),
    "vhangup": (153, 58), "vmsplice": (278, 75),
}  # fmt: skip
CLONE, CLONE3, MMAP = (56, 220), (435, 435), (9, 222)
NAMESPACES = 0x7E020000  # clone's flags CLONE_NEW...
SHARED = 1  # mmap's flag: such memory outlives who filled it, and is nobody's
X32 = 0x40000000  # x86_64's other set of numbers

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENT = 0, 4, 16  # where they stand in seccomp_data


def program(machine=None):
    """The filter as bytes; raises KeyError for a machine that has no numbers here."""
    machine = machine or platform.machine()
    mine = list(ARCHITECTURES).index(machine) if machine in ARCHITECTURES else None
    if mine is None:
        raise KeyError(f"no table of system calls for {machine}")
    steps = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, ARCHITECTURES[machine])]
    steps += [(RETURN, 0, 0, KILL), (LOAD, 0, 0, NUMBER)]
    steps += refuse(AT_LEAST, X32)
    for numbers in FORBIDDEN.values():
        steps += refuse(EQUAL, numbers[mine])
    # its flags lie where no filter can look; the C library takes clone instead
    steps += refuse(EQUAL, CLONE3[mine], errno.ENOSYS)
    for call, argument, bits in [(CLONE, 0, NAMESPACES), (MMAP, 3, SHARED)]:
        steps += [(EQUAL, 0, 4, call[mine]), (LOAD, 0, 0, ARGUMENT + 8 * argument)]
        steps += [*refuse(ANY_BIT, bits), (LOAD, 0, 0, NUMBER)]
    steps.append((RETURN, 0, 0, ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def refuse(test, value, error=errno.EPERM):
    """Two steps: where the test holds, the call fails with that error."""
    return [(test, 0, 1, value), (RETURN, 0, 0, REFUSE | error)]
