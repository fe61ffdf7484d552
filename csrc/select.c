/* select(2) and its sets over Python's objects; what the calls themselves are, select_posix.c and
 * select_win32.c say. */
#ifdef PYSOCK_CDEF
int pysock_add_select(void);
#endif

#include "ready.h"

static int pysock_select(int nfds, fd_set *readfds, fd_set *writefds, fd_set *exceptfds,
                         struct timeval *timeout);
static void pysock_FD_CLR(pysock_descriptor_t fd, fd_set *set);
static int pysock_FD_ISSET(pysock_descriptor_t fd, const fd_set *set);
static int pysock_FD_SET(pysock_descriptor_t fd, fd_set *set);
static void pysock_FD_ZERO(fd_set *set);
static int pysock_fits_set(long long fd);

/* A descriptor that has a place in a set of the program's; NULL for all that is unusual. */
static fd_set *
pysock_set_for(PyObject *const *args, long long *fd)
{
    if (!pysock_plain(args[0], 0, LLONG_MAX, fd) || !pysock_fits_set(*fd)) {
        return NULL;
    }
    return pysock_array_of(args[1], pysock_types.fd_set, sizeof(fd_set), 1);
}

static PyObject *
pysock_front_FD_ISSET(PYSOCK_FRONT)
{
    long long fd;
    const fd_set *set = PYSOCK_HAS(2) ? pysock_set_for(args, &fd) : NULL;
    RETURN_FRONT(set == NULL ? PYSOCK_OUTSIDE : pysock_FD_ISSET((pysock_descriptor_t)fd, set));
}

static PyObject *
pysock_front_FD_SET(PYSOCK_FRONT)
{
    long long fd;
    fd_set *set = PYSOCK_HAS(2) ? pysock_set_for(args, &fd) : NULL;
    if (set == NULL || pysock_FD_SET((pysock_descriptor_t)fd, set) == PYSOCK_OUTSIDE) {
        return pysock_closely(self, args, nargs, keywords);
    }
    Py_RETURN_NONE;
}

static PyObject *
pysock_front_FD_CLR(PYSOCK_FRONT)
{
    long long fd;
    fd_set *set = PYSOCK_HAS(2) ? pysock_set_for(args, &fd) : NULL;
    if (set == NULL) {
        return pysock_closely(self, args, nargs, keywords);
    }
    pysock_FD_CLR((pysock_descriptor_t)fd, set);
    Py_RETURN_NONE;
}

/* Whether an argument is an object of a type, or NULL. */
static int
pysock_given_or_null(PyObject *given, PyObject *type, size_t size, void **place)
{
    *place = given == Py_None ? NULL : pysock_array_of(given, type, size, 1);
    return given == Py_None || *place != NULL;
}

static PyObject *
pysock_front_select(PYSOCK_FRONT)
{
    long long nfds;
    void *sets[3], *timeout;
    int result = PYSOCK_OUTSIDE;
    int usual =
        PYSOCK_HAS(5) && pysock_plain(args[0], 0, INT_MAX, &nfds) &&
        (nfds == 0 || pysock_fits_set(nfds - 1)) &&
        pysock_given_or_null(args[4], pysock_types.timeval, sizeof(struct timeval), &timeout);
    for (int i = 0; usual && i < 3; i++) {
        usual = pysock_given_or_null(args[1 + i], pysock_types.fd_set, sizeof(fd_set), &sets[i]);
    }
    if (usual) {
        PYSOCK_UNLOCKED(result, pysock_select((int)nfds, sets[0], sets[1], sets[2], timeout));
    }
    RETURN_FRONT(result);
}

/* The set of a tuple of descriptors; 0 where one has no place in it. */
static int
pysock_make_set(PyObject *fds, fd_set *set, long long *greatest)
{
    pysock_FD_ZERO(set);
    for (Py_ssize_t i = 0; i < PyTuple_Size(fds); i++) {
        long long fd;
        if (!pysock_plain(PyTuple_GetItem(fds, i), 0, LLONG_MAX, &fd) || !pysock_fits_set(fd) ||
            pysock_FD_SET((pysock_descriptor_t)fd, set) == PYSOCK_OUTSIDE) {
            return 0;
        }
        *greatest = fd > *greatest ? fd : *greatest;
    }
    return 1;
}

/* Which of a tuple of descriptors are left in a set: a set of Python's. */
static PyObject *
pysock_left_in_set(PyObject *fds, const fd_set *set)
{
    PyObject *left = PySet_New(NULL);
    for (Py_ssize_t i = 0; left != NULL && set != NULL && i < PyTuple_Size(fds); i++) {
        PyObject *fd = PyTuple_GetItem(fds, i);
        if (pysock_FD_ISSET((pysock_descriptor_t)PyLong_AsLongLong(fd), set) &&
            PySet_Add(left, fd) == -1) {
            Py_CLEAR(left);
        }
    }
    return left;
}

/* select_ready(reads, writes, excepts, microseconds): three tuples of descriptors come, and three
 * sets of Python's leave. A negative time is for ever. fdsets.py alone calls it. */
static PyObject *
pysock_select_ready(PyObject *module, PyObject *args)
{
    PyObject *fds[3];
    fd_set sets[3], *given[3] = {NULL, NULL, NULL};
    long long time, greatest = -1;
    int result;
    (void)module;
    if (!PyArg_ParseTuple(args, "O!O!O!L", &PyTuple_Type, &fds[0], &PyTuple_Type, &fds[1],
                          &PyTuple_Type, &fds[2], &time)) {
        return NULL;
    }
    for (int i = 0; i < 3; i++) {
        given[i] = PyTuple_Size(fds[i]) == 0 ? NULL : &sets[i]; /* which select need not look at */
        if (!pysock_make_set(fds[i], &sets[i], &greatest)) {
            return PyErr_Format(PyExc_ValueError, "%R: no members of an fd_set", fds[i]);
        }
    }
    struct timeval timeout = {.tv_sec = time / 1000000, .tv_usec = time % 1000000};
    PYSOCK_UNLOCKED(result, pysock_select((int)greatest + 1, given[0], given[1], given[2],
                                          time < 0 ? NULL : &timeout));
    if (result < 0) {
        return pysock_not_ready(result);
    }
    return Py_BuildValue("NNN", pysock_left_in_set(fds[0], result == 0 ? NULL : given[0]),
                         pysock_left_in_set(fds[1], result == 0 ? NULL : given[1]),
                         pysock_left_in_set(fds[2], result == 0 ? NULL : given[2]));
}

/* select_types(fd_set, timeval) */
static PyObject *
pysock_select_types(PyObject *module, PyObject *args)
{
    (void)module;
    if (!PyArg_ParseTuple(args, "OO", &pysock_types.fd_set, &pysock_types.timeval)) {
        return NULL;
    }
    Py_INCREF(pysock_types.fd_set);
    Py_INCREF(pysock_types.timeval);
    return PyLong_FromLong(0);
}

static int
pysock_add_select(void)
{
    static PyMethodDef functions[] = {
        PYSOCK_BUILTIN("FD_CLR", pysock_front_FD_CLR),
        PYSOCK_BUILTIN("FD_ISSET", pysock_front_FD_ISSET),
        PYSOCK_BUILTIN("FD_SET", pysock_front_FD_SET),
        PYSOCK_BUILTIN("select", pysock_front_select),
        {"select_ready", pysock_select_ready, METH_VARARGS, NULL},
        {"select_types", pysock_select_types, METH_VARARGS, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
