/* poll(2) over Python's objects, on every platform: for poll_posix.c and poll_win32.c. */
#ifndef PYSOCK_POLLED_H
#define PYSOCK_POLLED_H

#include "ready.h"

static PyObject *
pysock_front_poll(PYSOCK_FRONT)
{
    long long count, timeout;
    int result = PYSOCK_OUTSIDE;
    if (PYSOCK_HAS(3) && pysock_plain(args[1], 1, INT_MAX, &count) &&
        pysock_plain(args[2], INT_MIN, INT_MAX, &timeout)) {
        struct pollfd *fds =
            pysock_array_of(args[0], pysock_types.polled, sizeof(*fds), (size_t)count);
        if (fds != NULL) {
            PYSOCK_UNLOCKED(result, pysock_poll(fds, (nfds_t)count, (int)timeout));
        }
    }
    RETURN_FRONT(result);
}

/* The keys of `room` elements that have something to tell. */
static PyObject *
pysock_listed_elements(const struct pollfd *fds, Py_ssize_t count, int room, PyObject *keys)
{
    struct pysock_ready ready = {PyList_New(room), room, 0};
    int more = ready.list != NULL && room > 0;
    for (Py_ssize_t i = 0; more && i < count; i++) {
        unsigned short found = (unsigned short)fds[i].revents;
        if (found != 0) {
            more = pysock_add_ready(&ready, keys, fds[i].fd,
                                    pysock_selector_events(found, POLLIN, POLLOUT, POLLPRI));
        }
    }
    return pysock_finish_ready(&ready);
}

/* Of an array of cffi's, which pollers.py alone has. */
static PyObject *
pysock_poll_ready(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    long long count, timeout;
    int result;
    (void)module;
    if (nargs != 4 || !pysock_plain(args[1], 0, INT_MAX, &count) ||
        !pysock_plain(args[2], INT_MIN, INT_MAX, &timeout)) {
        return pysock_misused("poll_ready(array, count, timeout, keys)");
    }
    struct pollfd *fds = (struct pollfd *)pysock_from_pointer(args[0]);
    if (PyErr_Occurred()) {
        return NULL;
    }
    PYSOCK_UNLOCKED(result, pysock_poll(fds, (nfds_t)count, (int)timeout));
    return result < 0 ? pysock_not_ready(result)
                      : pysock_listed_elements(fds, (Py_ssize_t)count, result, args[3]);
}

static PyObject *
pysock_poll_type(PyObject *module, PyObject *type)
{
    (void)module;
    pysock_types.polled = Py_NewRef(type);
    return PyLong_FromLong(0);
}

static int
pysock_add_poll(void)
{
    static PyMethodDef functions[] = {
        PYSOCK_BUILTIN("poll", pysock_front_poll),
        {"poll_ready", (PyCFunction)(void (*)(void))pysock_poll_ready, METH_FASTCALL, NULL},
        {"poll_type", pysock_poll_type, METH_O, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}

#endif
