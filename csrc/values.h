/* C types, C values and the members of structs, as far as C looks at them: the bases of CType,
 * Value and of the properties of _values.py.
 *
 * What is written here only knows yes: a number, struct or array inside an object whose memory is
 * never freed before its last reference goes. All else (heaps, pointers, bit-fields, wrong indices,
 * odd numbers) is left to the methods in Python, which make all errors. */
#ifndef PYSOCK_VALUES_H
#define PYSOCK_VALUES_H

/* Each of the three begins with the references that it holds: see pysock_traverse. */
struct pysock_ctype {
    PyObject_HEAD PyObject *made; /* the class of its objects, of structs and arrays */
    PyObject *element;            /* of an array: a C type */
    PyObject *none;
    Py_ssize_t size;
    char kind; /* of a number, as the module struct has it, else NUL */
};

struct pysock_value {
    PyObject_HEAD PyObject *type;
    PyObject *memory;
    PyObject *element; /* of arrays and pointers: a C type */
    char *start;       /* NULL where Python must look first: on a heap, whose objects end */
    Py_ssize_t offset, low, room;
    Py_ssize_t may_write; /* less than 0 where C may not: `_writable` */
};

struct pysock_member {
    PyObject_HEAD PyObject *type; /* None: that of the object itself */
    PyObject *doc;
    PyObject *none;
    Py_ssize_t at;
};

static PyTypeObject *pysock_ctype_type, *pysock_value_type, *pysock_member_type;

/* cffi's `void *`. */
static PyObject *pysock_void_pointer;

/* Methods and attributes in Python: see _values.py and _allocation.py. */
static struct {
    PyObject *base, *closely, *constant, *item, *permanent, *pointees, *read, *set_item, *write;
} pysock_names;

/* The address that a pointer of cffi's holds. */
static char *
pysock_from_pointer(PyObject *pointer)
{
    return _cffi_to_c_pointer(pointer, (struct _cffi_ctypedescr *)pysock_void_pointer);
}

/* A C value whose place is known for as long as it lives, or NULL. */
static struct pysock_value *
pysock_value_of(PyObject *object)
{
    struct pysock_value *value = (struct pysock_value *)object;
    return PyObject_TypeCheck(object, pysock_value_type) && value->start != NULL ? value : NULL;
}

/* How many bytes C may touch there; less than 0 where it may touch none. */
static Py_ssize_t
pysock_room(const struct pysock_value *value, int write)
{
    return write ? value->may_write : value->room;
}

/* Whether it is an array of a type, a pointer to it, or one such object. */
static int
pysock_is_of(const struct pysock_value *value, PyObject *type)
{
    return value->element == NULL ? value->type == type : value->element == type;
}

/* The first of `count` elements of a type that C may write to; NULL where Python must look. */
static void *
pysock_array_of(PyObject *object, PyObject *type, size_t size, size_t count)
{
    const struct pysock_value *value = pysock_value_of(object);
    if (value == NULL || !pysock_is_of(value, type) || value->may_write < 0 ||
        count > (size_t)value->may_write / size) {
        return NULL;
    }
    return value->start;
}

#endif
