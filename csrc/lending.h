/* Python's objects, lent to C for one call: what the calls that programs make most take.
 *
 * The functions that use it stand in pysock._native itself, beside those of cffi, which takes C's
 * values alone. They run under the interpreter's lock up to the system call, look at everything
 * before it, and only know yes: whatever is unusual or wrong ends in PYSOCK_OUTSIDE, and Python
 * looks closer. */
#ifndef PYSOCK_LENDING_H
#define PYSOCK_LENDING_H

/* What Python tells at the start: cffi's `void *`, the class of C values, and the C types that
 * vectors.h copies. */
static struct {
    PyObject *void_pointer, *value, *iovec, *msghdr, *mmsghdr;
} pysock_types;

/* Attributes of values and allocations: see _values.py and _allocation.py. */
static struct {
    PyObject *address, *element, *memory, *offset, *pointees, *readable, *type, *writable;
} pysock_attributes;

/* A buffer that cannot move or end until it is given back. */
struct pysock_lent {
    char *address;
    Py_ssize_t size; /* bytes of it */
    Py_ssize_t room; /* bytes that C may touch: a literal has a NUL at its end */
    PyObject *lock;
};

static int
pysock_attribute(PyObject *object, PyObject *name, Py_ssize_t *number)
{
    PyObject *value = PyObject_GetAttr(object, name);
    if (value == NULL) {
        return 0;
    }
    *number = PyLong_AsSsize_t(value);
    Py_DECREF(value);
    return *number != -1 || !PyErr_Occurred();
}

/* The address of a value; NULL for what has none, and for values on a heap. */
static char *
pysock_address(PyObject *value)
{
    PyObject *pointer = PyObject_GetAttr(value, pysock_attributes.address);
    if (pointer == NULL) {
        return NULL;
    }
    char *address =
        _cffi_to_c_pointer(pointer, (struct _cffi_ctypedescr *)pysock_types.void_pointer);
    Py_DECREF(pointer);
    return address;
}

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
    if (pysock_types.value == NULL ||
        !PyType_IsSubtype(Py_TYPE(buffer), (PyTypeObject *)pysock_types.value) ||
        (lent->address = pysock_address(buffer)) == NULL) {
        return 0;
    }
    PyObject *name = write ? pysock_attributes.writable : pysock_attributes.readable;
    int known = pysock_attribute(buffer, name, &lent->room);
    lent->size = lent->room;
    return known && lent->room >= 0;
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
    if (!PyLong_Check(given)) {
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

/* What a function of Python's gets; C's bounds are looked at once more by the call itself. With
 * `whole` a length of 0, or none, is all of the buffer. */
static PyObject *
pysock_transferred(PyObject *fd, PyObject *buffer, PyObject *length, PyObject *flags, int write,
                   int whole, pysock_transfer *call)
{
    long long number, size = 0, flag = 0;
    struct pysock_lent lent;
    if (!pysock_plain(fd, INT_MIN, INT_MAX, &number) ||
        (length != NULL && !pysock_plain(length, 0, PY_SSIZE_T_MAX, &size)) ||
        (flags != NULL && !pysock_plain(flags, INT_MIN, INT_MAX, &flag))) {
        return pysock_look_closer();
    }
    ssize_t result = PYSOCK_OUTSIDE;
    if (pysock_lend(buffer, write, &lent)) {
        ssize_t wanted = whole && size == 0 ? lent.size : (ssize_t)size;
        if (wanted <= lent.room) {
            PYSOCK_UNLOCKED(result, call((int)number, lent.address, wanted, (int)flag, lent.room));
        }
    }
    pysock_give_back(&lent);
    return result == PYSOCK_OUTSIDE ? pysock_look_closer() : PyLong_FromSsize_t(result);
}

#endif
