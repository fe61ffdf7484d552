/* Reading and writing Python's objects; what the calls themselves are, io_posix.c and io_win32.c
 * say. */
#ifdef PYSOCK_CDEF
int pysock_add_io(void);
#endif

#include "lending.h"

static ssize_t pysock_read(int fd, void *buf, ssize_t count, ssize_t room);
static ssize_t pysock_write(int fd, const void *buf, ssize_t count, ssize_t room);

static ssize_t
pysock_read_plain(int fd, char *buf, ssize_t count, int flags, ssize_t room)
{
    (void)flags;
    return pysock_read(fd, buf, count, room);
}

static ssize_t
pysock_write_plain(int fd, char *buf, ssize_t count, int flags, ssize_t room)
{
    (void)flags;
    return pysock_write(fd, buf, count, room);
}

/* read(fd, buf, count) */
static PyObject *
pysock_lent_read(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return nargs == 3 ? pysock_transferred(args[0], args[1], args[2], NULL, 1, 0, pysock_read_plain)
                      : pysock_look_closer();
}

/* write(fd, buf, count) */
static PyObject *
pysock_lent_write(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    return nargs == 3
               ? pysock_transferred(args[0], args[1], args[2], NULL, 0, 0, pysock_write_plain)
               : pysock_look_closer();
}

/* Tell C, once, what a C value is in Python: the type of its address, its class, and the names of
 * the attributes of _values.py and _allocation.py. */
static PyObject *
pysock_value_types(PyObject *module, PyObject *args)
{
    PyObject *value;
    (void)module;
    if (!PyArg_ParseTuple(args, "OO", &pysock_types.void_pointer, &value)) {
        return NULL;
    }
    pysock_attributes.address = PyUnicode_InternFromString("_address");
    pysock_attributes.element = PyUnicode_InternFromString("_element");
    pysock_attributes.memory = PyUnicode_InternFromString("_memory");
    pysock_attributes.offset = PyUnicode_InternFromString("_offset");
    pysock_attributes.pointees = PyUnicode_InternFromString("pointees");
    pysock_attributes.readable = PyUnicode_InternFromString("_readable");
    pysock_attributes.type = PyUnicode_InternFromString("_type");
    pysock_attributes.writable = PyUnicode_InternFromString("_writable");
    Py_INCREF(pysock_types.void_pointer);
    Py_INCREF(value);
    pysock_types.value = value;
    return PyErr_Occurred() ? NULL : PyLong_FromLong(0);
}

static int
pysock_add_io(void)
{
    static PyMethodDef functions[] = {
        {"read", (PyCFunction)(void (*)(void))pysock_lent_read, METH_FASTCALL, NULL},
        {"write", (PyCFunction)(void (*)(void))pysock_lent_write, METH_FASTCALL, NULL},
        {"value_types", pysock_value_types, METH_VARARGS, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
