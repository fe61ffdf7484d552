/* Checked copies of struct iovec and struct msghdr, made in C while the interpreter's lock is held.
 *
 * They are what vectors() of _uio.py and _Message of _socket.py make, at a fraction of the price:
 * private to one call, so that no other thread can change a pointer or a length that was checked,
 * and with a reference to every object that they point to. They only know yes: whatever is unusual
 * or wrong ends in PYSOCK_OUTSIDE, and Python looks closer. */
#ifndef PYSOCK_VECTORS_H
#define PYSOCK_VECTORS_H

#include "lending.h"

/* References that last as long as a call. */
struct pysock_kept {
    size_t count, room;
    PyObject **objects;
    PyObject *few[64];
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
pysock_has_room(const struct pysock_value *value, size_t length, int write)
{
    Py_ssize_t room = pysock_room(value, write);
    return room >= 0 && length <= (size_t)room;
}

/* Elements of one C type, checked and readable by C: where they lie, and what pointers among them
 * lead to. It is borrowed from `value`. */
struct pysock_elements {
    char *address;
    Py_ssize_t offset;
    PyObject *pointees;
};

static int
pysock_elements_of(struct pysock_kept *kept, PyObject *object, PyObject *type, size_t size,
                   int write, struct pysock_elements *elements)
{
    const struct pysock_value *value = pysock_value_of(object);
    if (value == NULL || !pysock_is_of(value, type) || !pysock_has_room(value, size, write)) {
        return 0;
    }
    elements->address = value->start;
    elements->offset = value->offset;
    elements->pointees = PyObject_GetAttr(value->memory, pysock_names.pointees);
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
    if (!pysock_keep(kept, target)) {
        return NULL;
    }
    const struct pysock_value *value = pysock_value_of(target);
    return value != NULL && value->start == bits ? target : NULL;
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
    return target != NULL && pysock_has_room((struct pysock_value *)target, length, write);
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

#endif
