/* Sending and receiving Python's objects; what the calls themselves are, socket_posix.c and
 * socket_win32.c say. */
#ifdef PYSOCK_CDEF
int pysock_add_sockets(void);
#endif

#include "lending.h"

/* pysock_recv and pysock_send, whose descriptors are no ints on Windows. */
static ssize_t pysock_recv_plain(int fd, char *buf, ssize_t len, int flags, ssize_t room);
static ssize_t pysock_send_plain(int fd, char *buf, ssize_t len, int flags, ssize_t room);

/* recv(sockfd, buf, len, flags) */
static PyObject *
pysock_lent_recv(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return nargs == 4
               ? pysock_transferred(args[0], args[1], args[2], args[3], 1, 0, pysock_recv_plain)
               : pysock_look_closer();
}

/* send(sockfd, buf, len, flags) */
static PyObject *
pysock_lent_send(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return nargs == 4
               ? pysock_transferred(args[0], args[1], args[2], args[3], 0, 0, pysock_send_plain)
               : pysock_look_closer();
}

/* recv_into(sockfd, buf, len, flags): with a len of 0, as much as there is room for. */
static PyObject *
pysock_lent_recv_into(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return nargs == 4
               ? pysock_transferred(args[0], args[1], args[2], args[3], 1, 1, pysock_recv_plain)
               : pysock_look_closer();
}

/* send_whole(sockfd, buf, flags) */
static PyObject *
pysock_lent_send_whole(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return nargs == 3 ? pysock_transferred(args[0], args[1], NULL, args[2], 0, 1, pysock_send_plain)
                      : pysock_look_closer();
}

/* recv_bytes(sockfd, len, flags): the bytes that came, or the number of a call that failed.
 *
 * No function of the limited API shortens bytes, so few of them are copied, and many only where
 * fewer came than were asked for. */
static PyObject *
pysock_lent_recv_bytes(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    long long fd, length, flags;
    char few[8192];
    (void)module;
    if (nargs != 3 || !pysock_plain(args[0], INT_MIN, INT_MAX, &fd) ||
        !pysock_plain(args[1], 0, PY_SSIZE_T_MAX, &length) ||
        !pysock_plain(args[2], INT_MIN, INT_MAX, &flags)) {
        return pysock_look_closer();
    }
    int is_few = length <= (long long)sizeof(few);
    PyObject *many = is_few ? NULL : PyBytes_FromStringAndSize(NULL, (Py_ssize_t)length);
    char *place = is_few ? few : many == NULL ? NULL : PyBytes_AsString(many);
    if (place == NULL) {
        return NULL;
    }
    ssize_t got;
    PYSOCK_UNLOCKED(
        got, pysock_recv_plain((int)fd, place, (ssize_t)length, (int)flags, (ssize_t)length));
    if (got == length && many != NULL) {
        return many;
    }
    PyObject *result =
        got < 0 ? PyLong_FromSsize_t(got) : PyBytes_FromStringAndSize(place, (Py_ssize_t)got);
    Py_XDECREF(many);
    return result;
}

static int
pysock_add_sockets(void)
{
    static PyMethodDef functions[] = {
        {"recv", (PyCFunction)(void (*)(void))pysock_lent_recv, METH_FASTCALL, NULL},
        {"recv_bytes", (PyCFunction)(void (*)(void))pysock_lent_recv_bytes, METH_FASTCALL, NULL},
        {"recv_into", (PyCFunction)(void (*)(void))pysock_lent_recv_into, METH_FASTCALL, NULL},
        {"send", (PyCFunction)(void (*)(void))pysock_lent_send, METH_FASTCALL, NULL},
        {"send_whole", (PyCFunction)(void (*)(void))pysock_lent_send_whole, METH_FASTCALL, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
