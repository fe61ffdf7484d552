"""What of the suite does not run on Windows, and why: one table, read by conftest.py.

A key is a module ("test_signal.py"), a test ("test_io.py::test_pipe", with all its parameters) or a
fixture ("compiler", for all tests that use it). Each skip shows its reason; test_platforms.py sees
to it that each key names something, and that the counterparts named here exist.
"""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOWS = sys.platform == "win32"


def _is_wine():
    import ctypes

    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")


WINE = WINDOWS and _is_wine()

_COUNTERPART = "made of calls that POSIX alone has; {} has the tests of Windows"
_PROGRAMS = "the programs are POSIX's: they fork, or close sockets with close()"
_THREADS = "Windows has no POSIX threads; test_handle.py has the tests of its own"
_NO_DESCRIPTOR = "a socket is no descriptor there, which test_streams_win32.py sees refused"
_LOCALE = "the C runtime encodes wide characters by its locale, which is not UTF-8"

ON_WINDOWS = {
    # Fixtures.
    "compiler": "compares with programs that a C compiler of the platform's makes: none is here",
    # Modules.
    "fuzz/test_calls.py": "random programs are confined by Linux's namespaces",
    "fuzz/test_model.py": "the model is POSIX's: text is not translated, nothing has a drive",
    "port/test_port.py::test_explain_finds_in_servers": "the servers call fork() and sigaction()",
    "port/test_port.py::test_explain_is_silent_about_sound_programs": _PROGRAMS,
    "port/test_port.py::test_run_dies_by_sigfpe": "Windows has no signals",
    "port/test_port.py::test_run_dies_by_sigpipe": "Windows has no signals",
    "port/test_port.py::test_run_tells_what_was_never_freed": "Windows has no fork",
    "port/test_port.py::test_ports_are_formatted": "its programs use sigaction(); no ruff is here",
    "port/test_constructs.py": "the programs are compared with what a C compiler makes of them",
    "port/test_expressions.py": "the functions are compared with what a C compiler makes of them",
    "port/test_programs.py": "the programs are compared with what a C compiler makes of them",
    "port/test_twins.py": _PROGRAMS,
    "test_sanitizers.py": "the runtimes are preloaded as Linux does it",
    "test_account.py": "Windows has no users and groups of numbers",
    "test_address.py": _COUNTERPART.format("test_address_win32.py"),
    "test_barrier.py": _THREADS,
    "test_build.py": "builds the extension, which takes a compiler: tools/cross.py does so here",
    "test_benchmarks.py": "the benchmarks need epoll and strace, which are Linux'",
    "test_cancel.py": _THREADS,
    "test_children.py": "Windows has no fork",
    "test_cond.py": _THREADS,
    "test_cpython_sockets.py": "the page lists what CPython's tests come to on Linux",
    "test_credentials.py": "Windows has no users and groups of POSIX",
    "test_directory.py": "Windows has no opendir()",
    "test_epoll.py": "Windows has no epoll",
    "test_err.py": "Windows has no err(3)",
    "test_errqueue.py": "Windows has no error queue",
    "test_event.py": "Windows has no eventfd, timerfd and signalfd",
    "test_examples.py": _PROGRAMS,
    "test_examples_beyond.py": _PROGRAMS,
    "test_examples_day01.py": _PROGRAMS,
    "test_examples_day02.py": _PROGRAMS,
    "test_examples_day03.py": _PROGRAMS,
    "test_examples_day04.py": _PROGRAMS,
    "test_examples_day05.py": _PROGRAMS,
    "test_examples_threads.py": _THREADS,
    "test_faults.py": "limits, signals and UNIX sockets are POSIX's",
    "test_file.py": "Windows has these calls under other names, if at all",
    "test_inotify.py": "Windows has no inotify",
    "test_getopt.py": "Windows has no getopt()",
    "test_handlers.py": "Windows has no signals",
    "test_interface.py": _COUNTERPART.format("test_interface_win32.py"),
    "test_io.py": _COUNTERPART.format("test_io_win32.py"),
    "test_kqueue.py": "Windows has no kqueue",
    "test_malloc.py": "asks the kernel of POSIX for its limits",
    "test_mman.py": "Windows has no mmap()",
    "test_mutex.py": _THREADS,
    "test_netdb.py": _COUNTERPART.format("test_netdb_win32.py"),
    "test_netlink.py": "Windows has no netlink",
    "test_path.py": "Windows has no libgen.h",
    "test_pidfd.py": "Windows has no pidfds",
    "test_pipes.py::test_a_signal_does_not_end_a_read": "Windows has no signals",
    "test_pipes.py::test_no_descriptors_left": "Windows has no O_CLOEXEC: test_pipes_win32.py",
    "test_pipes.py::test_nobody_reads": "Windows has no SIGPIPE: test_pipes_win32.py",
    "test_poll.py": _COUNTERPART.format("test_poll_win32.py"),
    "test_options.py::test_the_kernels_own_timeouts": "the error is ETIMEDOUT there",
    "test_options.py::test_linger": "struct linger is made of shorts there",
    "test_options.py::test_names": "Windows has no TCP_CONGESTION",
    "test_options.py::test_the_peers_credentials": "Windows has no SO_PEERCRED",
    "test_options.py::test_what_tcp_knows": "Windows has no TCP_INFO of this kind",
    "test_process.py": _COUNTERPART.format("test_process_win32.py"),
    "test_rand.py": "Windows has rand() alone, which test_string.py tests",
    "test_random.py": "Windows has no getrandom()",
    "test_raw.py": "Windows has no headers for raw packets",
    "test_resolver.py": "Windows has no reentrant lookups",
    "test_resource.py": "Windows has no getrlimit()",
    "test_rwlock.py": _THREADS,
    "test_scale.py": "the servers are POSIX's; a set takes any SOCKET there",
    "test_select.py": _COUNTERPART.format("test_select_win32.py"),
    "test_semaphore.py": _THREADS,
    "test_signal.py": "Windows has no signals",
    "test_socket.py": _COUNTERPART.format("test_socket_win32.py"),
    "test_sockets.py": _COUNTERPART.format("test_sockets_win32.py"),
    "test_splice.py": "Windows has no splice()",
    "test_start.py": "tools/start.py sets up a machine with a compiler; here tools/cross.py did",
    "test_stdio.py": _COUNTERPART.format("test_stdio_win32.py"),
    "test_streams.py::test_a_fork_copies_the_buffer": "Windows has no fork",
    "test_streams.py::test_a_handler_without_restart_ends_a_write": "Windows has no signals",
    "test_streams.py::test_a_signal_during_a_long_write": "Windows has no signals",
    "test_streams.py::test_a_signal_loses_nothing": "Windows has no signals",
    "test_streams.py::test_a_socket_of_two_streams": _NO_DESCRIPTOR,
    "test_streams.py::test_buffering_modes": (
        "the C runtime has no buffer of lines: test_streams_win32.py"
    ),
    "test_streams.py::test_characters_that_come_in_pieces": _NO_DESCRIPTOR,
    "test_streams.py::test_nobody_reads": "Windows has no SIGPIPE: test_streams_win32.py",
    "test_streams.py::test_reading_and_writing_on_one_socket": _NO_DESCRIPTOR,
    "test_streams.py::test_the_standard_librarys_sockets_serve_too": _NO_DESCRIPTOR,
    "test_streams.py::test_what_fails_names_the_call": (
        "a directory cannot be opened there: test_streams_win32.py"
    ),
    "test_syscall_parity.py": "Windows has no strace",
    "test_rthdr.py": "Windows has no inet6_rth_space()",
    "test_sysvipc.py": "Windows has nothing of System V",
    "test_syslog.py": "Windows has no syslog()",
    "test_system.py": "Windows has no uname() and sysconf()",
    "test_terminal.py": "Windows has no pseudoterminals of POSIX",
    "test_thread.py": _THREADS,
    "test_time.py": _COUNTERPART.format("test_time_win32.py"),
    "test_typing.py": "asks mypy, which is not here; what it says is no platform's",
    "test_uio.py": _COUNTERPART.format("test_uio_win32.py"),
    "test_wheels.py": "asks the tools that build wheels, which are not here",
    # Tests.
    "test_addresses.py::test_an_unknown_scope_is_an_error": "the error is EINVAL there",
    "test_addresses.py::test_paths": "names of files are UTF-16 there: not every byte is in one",
    "test_addresses.py::test_resolve_looks_names_up": "expects EAI_SYSTEM, which POSIX alone has",
    "test_docs.py::test_sessions_print_what_they_show": "the sessions show what Linux prints",
    "test_docs.py::test_the_names_of_the_readme_exist": "the README names what POSIX alone has",
    "test_docs.py::test_the_python_of_the_readme_echoes": "the README's server reads with read()",
    "test_errno.py::test_calls_that_do_not_fail_leave_errno_alone": "its socket pair is of ints",
    "test_errno.py::test_every_error_has_the_standard_librarys_number": (
        "Python's errno module has Winsock's numbers there"
    ),
    "test_errno.py::test_strerror_in_a_signal_handler": "Windows has no signals",
    "test_errno.py::test_threads_do_not_disturb_each_other": "expects Linux' EAFNOSUPPORT, 97",
    "test_errors.py::test_a_failed_lookup_is_a_gaierror": "expects glibc's numbers",
    "test_errors.py::test_a_lookup_that_fails_in_the_system_is_the_systems_error": (
        "expects EAI_SYSTEM, which POSIX alone has"
    ),
    "test_errors.py::test_an_error_is_also_of_the_builtin_class": (
        "Python's errno module has Winsock's numbers there: test_sockets_win32.py"
    ),
    "test_errors.py::test_other_numbers_are_plain_socket_errors": "(Unknown error) has no number",
    "test_errors.py::test_a_timeout_says_how_long_it_waited": (
        "Python's errno module has Winsock's numbers there"
    ),
    "test_fdsets.py::test_a_signal_does_not_end_the_wait": "Windows has no signals",
    "test_fdsets.py::test_what_has_no_place_in_an_fd_set": "a set takes any SOCKET there",
    "test_fdsets.py::test_what_select_refuses": "expects EBADF, and a sleep by empty sets",
    "test_format.py::test_a_conversion_that_c_cannot_make_fails": _LOCALE,
    "test_format.py::test_integers_wrap_to_the_type_that_the_conversion_names": "long has 32 bits",
    "test_format.py::test_p_is_the_real_address": "%p prints 16 digits without 0x there",
    "test_format.py::test_wide_strings_and_characters_are_encoded_by_c": _LOCALE,
    "test_examples_winsock.py": (
        "looks into the programs as POSIX does; test_examples_winsock_win32.py runs them here"
    ),
    "test_handle.py::test_a_child_process_may_wait": "Windows has no fork",
    "test_handle.py::test_closing_an_object_ends_the_waits_for_it": (
        "Windows says nothing of such waits; the number is soon another object's"
    ),
    "test_handle.py::test_handles_of_nothing": "-1 is the process itself there, to be waited for",
    "test_handle.py::test_handlers_run_during_a_wait_that_goes_on": "Windows has no signals",
    "test_networkevent.py::test_a_closed_socket_signals_no_more": "closes sockets with os.close()",
    "test_networkevent.py::test_a_second_selection_replaces_the_first": "asks as of a descriptor",
    "test_networkevent.py::test_connections_come_one_by_one": "asks as of a descriptor",
    "test_networkevent.py::test_data_comes_once_until_it_is_received": "asks as of a descriptor",
    "test_networkevent.py::test_every_call_that_receives_allows_the_next_event": (
        "read() is one of its calls"
    ),
    "test_pollers.py::test_a_signal_does_not_end_the_wait": "Windows has no signals",
    "test_pollers.py::test_it_is_a_selector": "it is one of select() there: not looked at yet",
    "test_pollers.py::test_more_descriptors_than_an_fd_set_takes": "needs more descriptors",
    "test_pollers.py::test_the_kinds_are_the_systems": "names epoll or kqueue",
    "test_pollers.py::test_urgent_data": "WSAPoll refuses POLLPRI",
    "test_pollers.py::test_what_a_handler_raises_ends_the_wait": "Windows has no signals",
    "test_scan.py::test_a_descriptor_that_runs_dry_fails_with_eagain": "no pipe is non-blocking",
    "test_scan.py::test_a_destination_of_the_wrong_kind_names_the_conversion": "long is an int",
    "test_scan.py::test_fscanf_of_what_is_no_stream": "reading a stream for writing is EINVAL",
    "test_scan.py::test_n_counts_from_the_beginning_of_the_call": "at the end %n stores nothing",
    "test_scan.py::test_numbers_of_every_width": "long has 32 bits",
    "test_scan.py::test_p_reads_what_p_prints": "(nil) is glibc's",
    "test_scan.py::test_wide_text_goes_into_ints_of_its_width": "wchar_t has 16 bits",
    "test_winsock.py::test_a_set_can_be_walked_through_as_on_windows": (
        "its sets are sorted; Windows' are in the order of FD_SET"
    ),
    "test_winsock.py::test_an_int_holds_an_addresses_length_after_startup": (
        "socklen_t is an int there, before WSAStartup too"
    ),
    "test_winsock.py::test_buffers_out_of_bounds": "unsigned long is as good as a DWORD there",
    "test_winsock.py::test_closesocket_closes_sockets_only": (
        "a descriptor of the C runtime raises: test_winsock_win32.py"
    ),
    "test_winsock.py::test_errno_in_winsocks_numbers": "the last error is no view of errno there",
    "test_winsock.py::test_flag_of_inheritance": "asks as of a descriptor: test_winsock_win32.py",
    "test_winsock.py::test_ioctl_of_numbers": "asks as of a descriptor: test_winsock_win32.py",
    "test_winsock.py::test_ioctlsocket": "asks as of a descriptor: test_winsock_win32.py",
    "test_winsock.py::test_ioctlsocket_knows_of_urgent_data": "WSAPoll refuses POLLPRI",
    "test_winsock.py::test_no_buffer_and_too_many": "Winsock has no IOV_MAX",
    "test_winsock.py::test_select_looks_at_the_sets_alone_after_startup": (
        "select never looks at nfds there"
    ),
    "test_winsock.py::test_sending_to_who_has_gone_needs_no_signal": "Windows has no signals",
    "test_windef.py::test_infinite_sleep_ends_with_a_handlers_exception": "Windows has no signals",
    "test_windef.py::test_sleep_ends_with_its_time_not_with_a_signal": "Windows has no signals",
    "test_undefined.py::test_integer_that_does_not_fit": "a SOCKET has 64 bits, an int does not",
    "test_undefined.py::test_mistakes_of_homework": "socklen_t is an int there",
}

ON_WINE = {
    "test_addresses.py::test_the_kernel_agrees_about_unix_addresses": "wine 8 has no AF_UNIX",
    "test_errno.py::test_strerror_is_the_standard_librarys": (
        "wine's strerror does not know the younger half of errno.h"
    ),
    "test_handle.py::test_a_semaphore_counts": "wine lets a semaphore be released by 0",
    "test_networkevent.py::test_a_reset_is_an_end_with_an_error": "wine tells no error of FD_CLOSE",
    "test_networkevent.py::test_room_comes_at_first_and_after_there_was_none": (
        "wine does not receive after shutdown(SHUT_RD) by the other thread"
    ),
    "test_options.py::test_a_connection_that_does_not_linger_is_reset": (
        "under wine the reset is not seen in time"
    ),
    "test_options.py::test_a_group_is_joined_and_left": "wine lacks MCAST_JOIN_GROUP",
    "test_options.py::test_multicasts_arrive": "wine lacks MCAST_JOIN_GROUP",
    "test_options.py::test_the_error_that_waits": "wine keeps SO_ERROR after it was read",
    "test_options.py::test_a_number_is_what_the_standard_library_reads": (
        "wine lacks options, and Python's number of that error is Winsock's"
    ),
    "test_options.py::test_a_number_is_set_as_the_standard_library_sets_it": (
        "wine lacks options, and Python's number of that error is Winsock's"
    ),
    "test_streams.py::test_eof_and_clear": "wine's C runtime reads no further once it met the end",
    "test_windef.py::test_errors_in_words": "wine has no words for Winsock's own errors",
    "test_winsock.py::test_directions_of_a_connection": (
        "wine waits for data after WSARecvDisconnect()"
    ),
    "test_winsock.py::test_a_message_that_is_too_long_says_so": (
        "wine does not tell how much of a datagram came"
    ),
    "test_winsock.py::test_datagrams_keep_their_bounds": (
        "wine does not tell how much of a datagram came"
    ),
    "test_winsock.py::test_flags_of_receiving": "wine leaves MSG_PEEK in the flags",
    "test_winsock.py::test_ioctl_of_keepalive": "wine has no TCP_KEEPIDLE to look at",
    "test_winsock.py::test_ioctl_of_routes": "wine answers with an address of the machine",
    "test_winsock.py::test_ioctl_of_the_socket_itself": "wine has no SIO_LOOPBACK_FAST_PATH",
    "test_winsock.py::test_ioctl_refuses": "wine sets the count of bytes to 0",
    "test_winsock.py::test_ioctlsocket_refuses": "wine says WSAEOPNOTSUPP, Windows WSAEINVAL",
    "test_winsock.py::test_version": "wine tells a number of sockets for Winsock 2 too",
}

SKIPPED = {**(ON_WINDOWS if WINDOWS else {}), **(ON_WINE if WINE else {})}


def reason(path, item=None):
    """Why a module, or a test of it, does not run here; None where it does."""
    module = path.relative_to(HERE).as_posix()
    if item is None:
        return SKIPPED.get(module)
    fixtures = (SKIPPED.get(name) for name in item.fixturenames)
    name = getattr(item, "originalname", None) or item.name
    return SKIPPED.get(f"{module}::{name}") or next(filter(None, fixtures), None)
