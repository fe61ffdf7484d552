/* Python's objects, lent to C for one call: what the calls that programs make most take.
 *
 * The functions that use it stand in pysock._native itself, beside those of cffi, which takes C's
 * values alone. They run under the interpreter's lock up to the system call, look at everything
 * before it, and only know yes: whatever is unusual or wrong ends in PYSOCK_OUTSIDE, and Python
 * looks closer. */
#ifndef PYSOCK_LENDING_H
#define PYSOCK_LENDING_H

#include "values.h"

/* C types that C copies: what Python tells at the start. */
static struct {
    PyObject *epoll_event, *fd_set, *iovec, *length, *mmsghdr, *msghdr, *polled, *timeval;
} pysock_types;

/* A buffer that cannot move or end until it is given back. */
struct pysock_lent {
    char *address;
    Py_ssize_t size; /* bytes of it */
    Py_ssize_t room; /* bytes that C may touch: a literal has a NUL at its end */
    PyObject *lock;
};

/* Lend bytes, a bytearray or a C value; 0 for all else. The caller holds a reference to it. */
static int
pysock_lend(PyObject *buffer, int write, struct pysock_lent *lent)
{
    lent->lock = NULL;
    if (PyBytes_CheckExact(buffer)) {
        lent->address = PyBytes_AsString(buffer);
        lent->size = PyBytes_Size(buffer);
        lent->room = lent->size + 1;
        return !write;
    }
    if (PyByteArray_CheckExact(buffer)) {
        lent->lock = PyMemoryView_FromObject(buffer); /* no other thread can resize it meanwhile */
        lent->address = PyByteArray_AsString(buffer);
        lent->size = lent->room = PyByteArray_Size(buffer);
        return lent->lock != NULL;
    }
    struct pysock_value *value = pysock_value_of(buffer);
    if (value == NULL) {
        return 0;
    }
    lent->address = value->start;
    lent->size = lent->room = pysock_room(value, write);
    return lent->room >= 0;
}

static void
pysock_give_back(struct pysock_lent *lent)
{
    Py_XDECREF(lent->lock);
}

/* Add functions to pysock._native that take Python's objects; cffi's take C's values alone. */
static int
pysock_add_functions(PyMethodDef *functions)
{
    PyGILState_STATE state = PyGILState_Ensure();
    PyObject *module = PyImport_AddModule("pysock._native");
    int result = module == NULL ? -1 : PyModule_AddFunctions(module, functions);
    PyGILState_Release(state);
    return result;
}

/* Whether an argument is a plain int within bounds. */
static int
pysock_plain(PyObject *given, long long least, long long most, long long *number)
{
    if (!PyLong_CheckExact(given) && !PyLong_Check(given)) {
        return 0;
    }
    *number = PyLong_AsLongLong(given);
    return *number >= least && *number <= most && (*number != -1 || !PyErr_Occurred());
}

/* What Python hears of a call that it must look at closer. */
static PyObject *
pysock_look_closer(void)
{
    PyErr_Clear();
    return PyLong_FromLong(PYSOCK_OUTSIDE);
}

/* What all builtins are given that front.c puts before a function of Python's. */
#define PYSOCK_FRONT PyObject *self, PyObject *const *args, Py_ssize_t nargs, PyObject *keywords

/* Whether there are so many arguments, all by position. */
#define PYSOCK_HAS(count) (nargs == (count) && keywords == NULL)

/* Let the function behind a builtin do it all. */
static PyObject *
pysock_closely(PYSOCK_FRONT)
{
    PyErr_Clear();
    PyObject *function = PyObject_GetAttr(self, pysock_names.closely);
    PyObject *positional = PyTuple_New(nargs), *named = PyDict_New(), *result = NULL;
    int whole = function != NULL && positional != NULL && named != NULL;
    for (Py_ssize_t i = 0; whole && i < nargs; i++) {
        Py_INCREF(args[i]);
        whole = PyTuple_SetItem(positional, i, args[i]) == 0;
    }
    Py_ssize_t names = keywords == NULL ? 0 : PyTuple_Size(keywords);
    for (Py_ssize_t i = 0; whole && i < names; i++) {
        whole = PyDict_SetItem(named, PyTuple_GetItem(keywords, i), args[nargs + i]) == 0;
    }
    if (whole) {
        result = PyObject_Call(function, positional, named);
    }
    Py_XDECREF(function);
    Py_XDECREF(positional);
    Py_XDECREF(named);
    return result;
}

/* What a builtin returns: what C's call did, but where Python must look closer. */
#define RETURN_FRONT(result)                                                                       \
    do {                                                                                           \
        long long front_result = (result);                                                         \
        return front_result < -1 ? pysock_closely(self, args, nargs, keywords)                     \
                                 : PyLong_FromLongLong(front_result);                              \
    } while (0)

#define PYSOCK_BUILTIN(name, function)                                                             \
    {name, (PyCFunction)(void (*)(void))(function), METH_FASTCALL | METH_KEYWORDS, NULL}

/* A system call, as cffi makes it: without the interpreter's lock, with the program's errno. */
#define PYSOCK_UNLOCKED(result, call)                                                              \
    do {                                                                                           \
        PyThreadState *unlocked_thread = PyEval_SaveThread();                                      \
        _cffi_restore_errno();                                                                     \
        (result) = (call);                                                                         \
        _cffi_save_errno();                                                                        \
        PyEval_RestoreThread(unlocked_thread);                                                     \
    } while (0)

/* A call that moves bytes: `flags` is for those that have any. */
typedef ssize_t pysock_transfer(int fd, char *buffer, ssize_t length, int flags, ssize_t room);

/* What C's call returns that is given Python's objects; it looks at the bounds once more. With
 * `whole` a length of 0, or none, is all of the buffer. */
static ssize_t
pysock_transferred(PyObject *fd, PyObject *buffer, PyObject *length, PyObject *flags, int write,
                   int whole, pysock_transfer *call)
{
    long long number, size = 0, flag = 0;
    struct pysock_lent lent;
    if (!pysock_plain(fd, INT_MIN, INT_MAX, &number) ||
        (length != NULL && !pysock_plain(length, 0, PY_SSIZE_T_MAX, &size)) ||
        (flags != NULL && !pysock_plain(flags, INT_MIN, INT_MAX, &flag))) {
        return PYSOCK_OUTSIDE;
    }
    ssize_t result = PYSOCK_OUTSIDE;
    if (pysock_lend(buffer, write, &lent)) {
        ssize_t wanted = whole && size == 0 ? lent.size : (ssize_t)size;
        if (wanted <= lent.room) {
            PYSOCK_UNLOCKED(result, call((int)number, lent.address, wanted, (int)flag, lent.room));
        }
    }
    pysock_give_back(&lent);
    return result;
}

#endif
