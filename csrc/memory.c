/* The C types of the library: which of them a platform has, and how wide and signed they are. */
#ifdef PYSOCK_CDEF
/* Types whose width the platform decides. */
typedef int... in_addr_t;
typedef int... in_port_t;
typedef int... mode_t;
typedef int... off_t;
typedef int... pid_t;
typedef int... sa_family_t;
typedef int... socklen_t;
typedef int... suseconds_t;
typedef int... time_t;
typedef int... uid_t;
typedef int... gid_t;

/* Limits of the integer types. */
#define CHAR_BIT ...
#define CHAR_MAX ...
#define CHAR_MIN ...
#define INT16_MAX ...
#define INT16_MIN ...
#define INT32_MAX ...
#define INT32_MIN ...
#define INT64_MAX ...
#define INT64_MIN ...
#define INT8_MAX ...
#define INT8_MIN ...
#define INTMAX_MAX ...
#define INTMAX_MIN ...
#define INTPTR_MAX ...
#define INTPTR_MIN ...
#define INT_MAX ...
#define INT_MIN ...
#define LLONG_MAX ...
#define LLONG_MIN ...
#define LONG_MAX ...
#define LONG_MIN ...
#define PATH_MAX ...
#define PTRDIFF_MAX ...
#define PTRDIFF_MIN ...
#define SCHAR_MAX ...
#define SCHAR_MIN ...
#define SHRT_MAX ...
#define SHRT_MIN ...
#define SIZE_MAX ...
#define SSIZE_MAX ...
#define UCHAR_MAX ...
#define UINT16_MAX ...
#define UINT32_MAX ...
#define UINT64_MAX ...
#define UINT8_MAX ...
#define UINTMAX_MAX ...
#define UINTPTR_MAX ...
#define UINT_MAX ...
#define ULLONG_MAX ...
#define ULONG_MAX ...
#define USHRT_MAX ...

/* What a missing constant is worth: see compat.h. */
static const long long PYSOCK_ABSENT;
/* What a call returns that is to be made again (see restart.h), or that was not made (bounds.h). */
static const int PYSOCK_MIXED_UP;
static const int PYSOCK_OUTSIDE;
static const int PYSOCK_RESTART;

/* C's conversions of floating-point numbers, with whatever the compiler makes of those too large.
 */
int pysock_as_int(double number);
unsigned int pysock_as_uint(double number);
long long pysock_as_longlong(double number);
unsigned long long pysock_as_ulonglong(double number);

size_t strnlen(const char *s, size_t maxlen);

int pysock_add_values(void);
#endif

#include <structmember.h>

#include "lending.h"

static int
pysock_as_int(double number)
{
    return (int)number;
}

static unsigned int
pysock_as_uint(double number)
{
    return (unsigned int)number;
}

static long long
pysock_as_longlong(double number)
{
    return (long long)number;
}

static unsigned long long
pysock_as_ulonglong(double number)
{
    return (unsigned long long)number;
}

/* ---- The class of C values ---- */

static struct _cffi_ctypedescr *pysock_void_pointer; /* cffi's `void *` */

/* Where a value lies, whose memory lasts as long as anything refers to it. */
static int
pysock_settle(struct pysock_value *value)
{
    PyObject *base = PyObject_GetAttr(value->memory, pysock_attributes.base);
    PyObject *constant = PyObject_GetAttr(value->memory, pysock_attributes.constant);
    if (base == NULL || constant == NULL) {
        Py_XDECREF(base);
        Py_XDECREF(constant);
        return -1;
    }
    char *start = _cffi_to_c_pointer(base, pysock_void_pointer);
    int is_constant = PyObject_IsTrue(constant);
    Py_DECREF(base);
    Py_DECREF(constant);
    if ((start == NULL && PyErr_Occurred()) || is_constant < 0) {
        return -1;
    }
    value->address = _cffi_from_c_pointer(start + value->at, pysock_void_pointer);
    value->may_write = is_constant ? -1 : value->size;
    value->writable = PyLong_FromSsize_t(value->may_write);
    value->readable = value->room;
    Py_INCREF(value->readable);
    if (value->address == NULL || value->writable == NULL) {
        return -1;
    }
    value->start = start + value->at;
    return 0;
}

/* Value(ctype, memory, offset, room): once, because C may be looking at it. */
static int
pysock_value_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    struct pysock_value *value = (struct pysock_value *)self;
    PyObject *type, *memory, *offset, *room;
    (void)keywords;
    if (value->type != NULL) {
        PyErr_SetString(PyExc_TypeError, "a C value stays where it is");
        return -1;
    }
    if (!PyArg_ParseTuple(args, "OOOO", &type, &memory, &offset, &room)) {
        return -1;
    }
    value->at = PyLong_AsSsize_t(offset);
    value->size = PyLong_AsSsize_t(room);
    PyObject *permanent = PyObject_GetAttr(memory, pysock_attributes.permanent);
    Py_XDECREF(permanent); /* True and False live for ever */
    if (PyErr_Occurred()) {
        return -1;
    }
    Py_INCREF(type);
    Py_INCREF(memory);
    Py_INCREF(offset);
    Py_INCREF(room);
    value->type = type;
    value->memory = memory;
    value->offset = offset;
    value->room = room;
    return permanent == Py_True ? pysock_settle(value) : 0;
}

/* Let C touch no byte at a fresh value: `number`, which is below 0, says to Python why. */
static PyObject *
pysock_value_refuse_writes(PyObject *self, PyObject *number)
{
    struct pysock_value *value = (struct pysock_value *)self;
    Py_ssize_t why = PyLong_AsSsize_t(number);
    if (why >= 0 || PyErr_Occurred()) {
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "%zd is a room", why);
    }
    PyObject *old = value->writable;
    Py_INCREF(number);
    value->may_write = why;
    value->writable = number;
    Py_XDECREF(old);
    Py_RETURN_NONE;
}

static int
pysock_value_traverse(PyObject *self, visitproc visit, void *arg)
{
    struct pysock_value *value = (struct pysock_value *)self;
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(value->memory);
    Py_VISIT(value->type);
    return 0;
}

static int
pysock_value_clear(PyObject *self)
{
    struct pysock_value *value = (struct pysock_value *)self;
    value->start = NULL; /* whoever still sees it must look first */
    Py_CLEAR(value->address);
    Py_CLEAR(value->memory);
    Py_CLEAR(value->offset);
    Py_CLEAR(value->readable);
    Py_CLEAR(value->room);
    Py_CLEAR(value->type);
    Py_CLEAR(value->writable);
    return 0;
}

static void
pysock_value_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    pysock_value_clear(self);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* value_class(void_pointer): the base of class Value; `void_pointer` is cffi's type. */
static PyObject *
pysock_value_class(PyObject *module, PyObject *void_pointer)
{
#define MEMBER(name)                                                                               \
    {                                                                                              \
        "_" #name, T_OBJECT_EX, offsetof(struct pysock_value, name), READONLY, NULL                \
    }
    static PyMemberDef members[] = {
        MEMBER(address), MEMBER(memory), MEMBER(offset),   MEMBER(readable),
        MEMBER(room),    MEMBER(type),   MEMBER(writable), {NULL, 0, 0, 0, NULL},
    };
#undef MEMBER
    static PyMethodDef methods[] = {
        {"_refuse_writes", pysock_value_refuse_writes, METH_O, NULL},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        {Py_tp_init, pysock_value_init},
        {Py_tp_dealloc, pysock_value_dealloc},
        {Py_tp_traverse, pysock_value_traverse},
        {Py_tp_clear, pysock_value_clear},
        {Py_tp_members, members},
        {Py_tp_methods, methods},
        {0, NULL},
    };
    static PyType_Spec spec = {
        .name = "pysock._native.Value",
        .basicsize = sizeof(struct pysock_value),
        .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
        .slots = slots,
    };
    (void)module;
    if (pysock_types.value == NULL) {
        pysock_attributes.base = PyUnicode_InternFromString("base");
        pysock_attributes.constant = PyUnicode_InternFromString("const");
        pysock_attributes.element = PyUnicode_InternFromString("_element");
        pysock_attributes.permanent = PyUnicode_InternFromString("permanent");
        pysock_attributes.pointees = PyUnicode_InternFromString("pointees");
        Py_INCREF(void_pointer);
        pysock_void_pointer = (struct _cffi_ctypedescr *)void_pointer;
        pysock_types.value = PyType_FromSpec(&spec);
    }
    Py_XINCREF(pysock_types.value);
    return pysock_types.value;
}

static int
pysock_add_values(void)
{
    static PyMethodDef functions[] = {
        {"value_class", pysock_value_class, METH_O, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
