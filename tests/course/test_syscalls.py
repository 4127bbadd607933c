"""The filter for bubblewrap: its numbers, and what it says, on both architectures.

No kernel is asked. So what can't be tried on this machine is held against libseccomp's
tables, which apt brings, and by a small interpreter of classic BPF.
"""

import ctypes
import errno
import platform
import struct
from functools import cache

import pytest

from course.grade import syscalls

MACHINES = list(syscalls.ARCHITECTURES)
MORE = {"clone": syscalls.CLONE, "clone3": syscalls.CLONE3, "mmap": syscalls.MMAP}
ALLOW, KILL = "allow", "kill"
ANSWERS = {0x7FFF0000: ALLOW, 0x80000000: KILL}  # linux/seccomp.h, as the two below
ERROR, NUMBER = 0x00050000, 0xFFFF
SPACES = {  # linux/sched.h
    "files": 0x00020000, "control groups": 0x02000000, "names": 0x04000000,
    "messages": 0x08000000, "users": 0x10000000, "processes": 0x20000000,
    "network": 0x40000000,
}  # fmt: skip
THREAD = 0x3D0F00  # clone's flags for a thread, and below for a child: SIGCHLD
each_machine = pytest.mark.parametrize("machine", MACHINES)


def verdict(machine, call, *arguments, asked_by=None):
    """What the filter for a machine answers to a call: allow, kill, or an error."""
    data = [
        call & 0xFFFFFFFF,
        syscalls.ARCHITECTURES.get(asked_by or machine, asked_by),
    ]
    words = struct.pack("=IIQ6Q", *data, 0, *arguments, *[0] * (6 - len(arguments)))
    at = value = 0
    while True:
        code, true, false, k = steps(machine)[at]
        at += 1
        match code:  # linux/bpf_common.h
            case 0x20:  # LD + W + ABS
                [value] = struct.unpack_from("=I", words, k)
            case 0x15:  # JMP + JEQ + K
                at += true if value == k else false
            case 0x35:  # JMP + JGE + K
                at += true if value >= k else false
            case 0x45:  # JMP + JSET + K
                at += true if value & k else false
            case 0x06:  # RET + K
                if k in ANSWERS:
                    return ANSWERS[k]
                assert k & ~NUMBER == ERROR
                return errno.errorcode[k & NUMBER]
            case _:
                raise AssertionError(f"{code:#x} is no step of a filter")


@cache
def steps(machine):
    return list(struct.iter_unpack("=HBBI", syscalls.program(machine)))


@pytest.fixture(scope="module")
def library():
    try:
        return ctypes.CDLL("libseccomp.so.2")
    except OSError:
        pytest.skip("no libseccomp here")


def resolved(library, machine, name):
    token = ctypes.c_uint32(syscalls.ARCHITECTURES[machine])
    return library.seccomp_syscall_resolve_name_arch(token, name.encode())


@each_machine
def test_numbers_are_those_of_libseccomp(library, machine):
    token = library.seccomp_arch_resolve_name(machine.encode())
    assert token & 0xFFFFFFFF == syscalls.ARCHITECTURES[machine]
    mine = MACHINES.index(machine)
    for name, numbers in {**syscalls.FORBIDDEN, **MORE}.items():
        assert resolved(library, machine, name) == numbers[mine], name


@each_machine
def test_what_is_forbidden_is_refused_and_nothing_else(machine):
    mine = MACHINES.index(machine)
    numbers = {one[mine] for one in syscalls.FORBIDDEN.values()}
    assert len(numbers) == len(syscalls.FORBIDDEN)
    said = {call: verdict(machine, call) for call in range(1024)}
    said.pop(syscalls.CLONE3[mine])
    assert {call for call in said if said[call] == "EPERM"} == numbers
    assert set(said.values()) == {"EPERM", ALLOW}


@each_machine
def test_what_hangs_on_arguments(machine):
    clone, clone3, mmap = (one[MACHINES.index(machine)] for one in MORE.values())
    assert verdict(machine, clone3) == "ENOSYS"
    assert verdict(machine, clone, THREAD) == verdict(machine, clone, 17) == ALLOW
    for flag in SPACES.values():
        assert verdict(machine, clone, flag | 17) == "EPERM"
    for flags, said in {
        2: ALLOW,
        0x22: ALLOW,
        1: "EPERM",
        0x21: "EPERM",
        3: "EPERM",
    }.items():
        assert verdict(machine, mmap, 0, 4096, 3, flags) == said
        # bits that stand elsewhere mean nothing
        assert verdict(machine, mmap, 1, 1, 1, flags | 1 << 32, 1, 1) == said


@each_machine
def test_another_set_of_numbers_is_no_way_around(machine):
    read = {"x86_64": 0, "aarch64": 63}[machine]
    assert verdict(machine, read) == ALLOW
    for other in (*syscalls.ARCHITECTURES.values(), 0x40000003, 0x40000028):
        if other != syscalls.ARCHITECTURES[machine]:  # i386 and arm, too
            assert verdict(machine, read, asked_by=other) == KILL
    assert verdict(machine, read | 0x40000000) == verdict(machine, -1) == "EPERM"


def test_a_machine_without_numbers_has_no_filter():
    assert platform.machine() not in MACHINES or syscalls.program()
    with pytest.raises(KeyError, match="riscv64"):
        syscalls.program("riscv64")
