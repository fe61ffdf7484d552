/* Checked copies of struct iovec and struct msghdr, made in C while the interpreter's lock is held.
 *
 * They are what vectors() of _uio.py and _Message of _socket.py make, at a fraction of the price:
 * private to one call, so that no other thread can change a pointer or a length that was checked,
 * and with a reference to every object that they point to. They only know yes: whatever is unusual
 * or wrong ends in PYSOCK_OUTSIDE, and Python looks closer. */
#ifndef PYSOCK_VECTORS_H
#define PYSOCK_VECTORS_H

/* What Python tells at the start: cffi's `void *`, and the C types as _memory.py knows them. */
static struct {
    PyObject *void_pointer, *iovec, *msghdr, *mmsghdr;
} pysock_types;

/* Attributes of values and allocations: see _values.py and _allocation.py. */
static struct {
    PyObject *address, *element, *memory, *offset, *pointees, *readable, *type, *writable;
} pysock_attributes;

/* References that last as long as a call. */
struct pysock_kept {
    size_t count, room;
    PyObject **objects;
    PyObject *few[16];
};

static void
pysock_keep_none(struct pysock_kept *kept)
{
    kept->count = 0;
    kept->room = sizeof(kept->few) / sizeof(*kept->few);
    kept->objects = kept->few;
}

/* Take over a reference; 0 where there is none, or no memory for it. */
static int
pysock_keep(struct pysock_kept *kept, PyObject *object)
{
    if (object == NULL) {
        return 0;
    }
    if (kept->count == kept->room) {
        PyObject **old = kept->objects == kept->few ? NULL : kept->objects;
        PyObject **more = PyMem_Realloc(old, 4 * kept->room * sizeof(*more));
        if (more == NULL) {
            Py_DECREF(object);
            return 0;
        }
        if (old == NULL) {
            memcpy(more, kept->few, sizeof(kept->few));
        }
        kept->objects = more;
        kept->room *= 4;
    }
    kept->objects[kept->count++] = object;
    return 1;
}

static void
pysock_drop_kept(struct pysock_kept *kept)
{
    for (size_t i = 0; i < kept->count; i++) {
        Py_DECREF(kept->objects[i]);
    }
    if (kept->objects != kept->few) {
        PyMem_Free(kept->objects);
    }
}

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

static int
pysock_has_room(PyObject *value, size_t length, int write)
{
    Py_ssize_t room;
    PyObject *name = write ? pysock_attributes.writable : pysock_attributes.readable;
    return pysock_attribute(value, name, &room) && room >= 0 && length <= (size_t)room;
}

/* Elements of one C type, checked and readable by C: where they lie, and what pointers among them
 * lead to. It is borrowed from `value`. */
struct pysock_elements {
    char *address;
    Py_ssize_t offset;
    PyObject *pointees;
};

/* Whether `value` is an array of `type`, a pointer to it, or one such object. */
static int
pysock_is_of(PyObject *value, PyObject *type)
{
    PyObject *own = PyObject_GetAttr(value, pysock_attributes.element);
    if (own == NULL) {
        PyErr_Clear();
        own = PyObject_GetAttr(value, pysock_attributes.type);
    }
    Py_XDECREF(own); /* only its identity matters, and `type` lives for ever */
    return own != NULL && own == type;
}

static int
pysock_elements_of(struct pysock_kept *kept, PyObject *value, PyObject *type, size_t size,
                   int write, struct pysock_elements *elements)
{
    if (!pysock_is_of(value, type) || !pysock_has_room(value, size, write) ||
        (elements->address = pysock_address(value)) == NULL ||
        !pysock_attribute(value, pysock_attributes.offset, &elements->offset)) {
        return 0;
    }
    PyObject *memory = PyObject_GetAttr(value, pysock_attributes.memory);
    if (!pysock_keep(kept, memory)) {
        return 0;
    }
    elements->pointees = PyObject_GetAttr(memory, pysock_attributes.pointees);
    return pysock_keep(kept, elements->pointees) && PyDict_Check(elements->pointees);
}

/* The object that the pointer at an offset was made of; the bits must still be its address. */
static PyObject *
pysock_target(struct pysock_kept *kept, const struct pysock_elements *elements, size_t offset,
              const void *bits)
{
    PyObject *key = PyLong_FromSsize_t(elements->offset + (Py_ssize_t)offset);
    if (key == NULL) {
        return NULL;
    }
    PyObject *target = PyObject_GetItem(elements->pointees, key); /* another thread may drop it */
    Py_DECREF(key);
    return pysock_keep(kept, target) && pysock_address(target) == bits ? target : NULL;
}

/* Whether `length` bytes may be touched where the pointer at an offset leads. */
static int
pysock_leads(struct pysock_kept *kept, const struct pysock_elements *elements, size_t offset,
             const void *bits, size_t length, int write)
{
    if (bits == NULL) {
        return length == 0;
    }
    PyObject *target = pysock_target(kept, elements, offset, bits);
    return target != NULL && pysock_has_room(target, length, write);
}

/* `write` says that C will write to what they point to. */
static int
pysock_copy_vectors(struct pysock_kept *kept, PyObject *value, size_t count, int write,
                    struct iovec *copies)
{
    struct pysock_elements elements;
    size_t size = count * sizeof(*copies);
    if (!pysock_elements_of(kept, value, pysock_types.iovec, size, 0, &elements)) {
        return 0;
    }
    memcpy(copies, elements.address, size);
    for (size_t i = 0; i < count; i++) {
        size_t at = i * sizeof(*copies) + offsetof(struct iovec, iov_base);
        if (!pysock_leads(kept, &elements, at, copies[i].iov_base, copies[i].iov_len, write)) {
            return 0;
        }
    }
    return 1;
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

#endif
