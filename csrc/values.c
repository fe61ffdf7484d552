/* Elements of arrays and members of structs: what programs read and write most. */
#ifdef PYSOCK_CDEF
int pysock_add_values(void);
#endif

#include <structmember.h> /* of Python: a part of Python.h since 3.12 */

#include "lending.h"
#include "values.h"

/* ------------------------------------------------------------------------------ references */

enum { PYSOCK_HELD = 3 };

static PyObject **
pysock_held(PyObject *self)
{
    return (PyObject **)(self + 1);
}

/* There is nothing to clear: cycles lead through a class or a dictionary, which are. */
static int
pysock_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    for (int i = 0; i < PYSOCK_HELD; i++) {
        Py_VISIT(pysock_held(self)[i]);
    }
    return 0;
}

static void
pysock_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    for (int i = 0; i < PYSOCK_HELD; i++) {
        Py_XDECREF(pysock_held(self)[i]);
    }
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
    Py_DECREF(type);
}

/* ---------------------------------------------------------------------------------- numbers */

#define PYSOCK_LOAD(type, make)                                                                    \
    do {                                                                                           \
        type loaded;                                                                               \
        memcpy(&loaded, address, sizeof(loaded));                                                  \
        return make(loaded);                                                                       \
    } while (0)

/* The number at an address, which need not be aligned. */
static PyObject *
pysock_load(char kind, const char *address)
{
    switch (kind) {
    case 'b':
        PYSOCK_LOAD(int8_t, PyLong_FromLong);
    case 'B':
        PYSOCK_LOAD(uint8_t, PyLong_FromLong);
    case 'h':
        PYSOCK_LOAD(int16_t, PyLong_FromLong);
    case 'H':
        PYSOCK_LOAD(uint16_t, PyLong_FromLong);
    case 'i':
        PYSOCK_LOAD(int32_t, PyLong_FromLong);
    case 'I':
        PYSOCK_LOAD(uint32_t, PyLong_FromUnsignedLong);
    case 'q':
        PYSOCK_LOAD(int64_t, PyLong_FromLongLong);
    case 'Q':
        PYSOCK_LOAD(uint64_t, PyLong_FromUnsignedLongLong);
    case 'f':
        PYSOCK_LOAD(float, PyFloat_FromDouble);
    default:
        PYSOCK_LOAD(double, PyFloat_FromDouble);
    }
}

#define PYSOCK_STORE(type, number)                                                                 \
    do {                                                                                           \
        type stored = (type)(number);                                                              \
        memcpy(address, &stored, sizeof(stored));                                                  \
        return 1;                                                                                  \
    } while (0)

/* Store an int, of which C keeps the bits that have a place; 0 for whatever is none. */
static int
pysock_store(char kind, char *address, PyObject *number)
{
    if (kind == '\0' || kind == 'f' || kind == 'd' || !PyLong_Check(number)) {
        return 0;
    }
    unsigned long long bits = PyLong_AsUnsignedLongLongMask(number);
    switch (kind) {
    case 'b':
    case 'B':
        PYSOCK_STORE(uint8_t, bits);
    case 'h':
    case 'H':
        PYSOCK_STORE(uint16_t, bits);
    case 'i':
    case 'I':
        PYSOCK_STORE(uint32_t, bits);
    default:
        PYSOCK_STORE(uint64_t, bits);
    }
}

/* ----------------------------------------------------------------------------------- values */

static struct pysock_value *
pysock_new_value(PyTypeObject *class, PyObject *type, PyObject *memory, PyObject *element)
{
    struct pysock_value *value = (struct pysock_value *)PyType_GenericAlloc(class, 0);
    if (value != NULL) {
        value->type = Py_NewRef(type);
        value->memory = Py_NewRef(memory);
        value->element = Py_XNewRef(element);
    }
    return value;
}

/* The struct or array that lies at an address inside another value. */
static PyObject *
pysock_part(const struct pysock_value *whole, struct pysock_ctype *type, char *address)
{
    struct pysock_value *part = pysock_new_value((PyTypeObject *)type->made, (PyObject *)type,
                                                 whole->memory, type->element);
    if (part != NULL) {
        part->start = address;
        part->offset = part->low = whole->offset + (address - whole->start);
        part->room = type->size;
        part->may_write = whole->may_write < 0 ? -1 : part->room;
    }
    return (PyObject *)part;
}

/* What an expression is worth that names the object at an address; NULL where Python must look. */
static PyObject *
pysock_read_object(const struct pysock_value *whole, struct pysock_ctype *type, char *address)
{
    if (type->kind != '\0') {
        return pysock_load(type->kind, address);
    }
    return type->made == NULL ? NULL : pysock_part(whole, type, address);
}

static int
pysock_write_object(const struct pysock_value *whole, struct pysock_ctype *type, char *address,
                    PyObject *new)
{
    return whole->may_write >= 0 && pysock_store(type->kind, address, new);
}

/* Whether elements and members are read and written here: not of a pointer that lenient() made. */
static int
pysock_is_usual(const struct pysock_value *value)
{
    return value->start != NULL && value->may_write >= -1;
}

static char *
pysock_element_at(const struct pysock_value *value, PyObject *index)
{
    if (!pysock_is_usual(value) || value->element == NULL || !PyLong_CheckExact(index)) {
        return NULL;
    }
    Py_ssize_t size = ((struct pysock_ctype *)value->element)->size;
    Py_ssize_t number = PyLong_AsSsize_t(index);
    if (number == -1 && PyErr_Occurred()) {
        PyErr_Clear(); /* it is too large for any object */
        return NULL;
    }
    if (size <= 0 || number < -((value->offset - value->low) / size) ||
        number >= value->room / size) {
        return NULL;
    }
    return value->start + number * size;
}

static PyObject *
pysock_get_item(PyObject *self, PyObject *index)
{
    struct pysock_value *value = (struct pysock_value *)self;
    char *address = pysock_element_at(value, index);
    PyObject *item = NULL;
    if (address != NULL) {
        item = pysock_read_object(value, (struct pysock_ctype *)value->element, address);
    }
    if (item != NULL || PyErr_Occurred()) {
        return item;
    }
    return PyObject_CallMethodObjArgs(self, pysock_names.item, index, NULL);
}

/* What PySequence_GetItem asks for: reversed(array). */
static PyObject *
pysock_get_numbered_item(PyObject *self, Py_ssize_t number)
{
    PyObject *index = PyLong_FromSsize_t(number);
    PyObject *item = index == NULL ? NULL : pysock_get_item(self, index);
    Py_XDECREF(index);
    return item;
}

static int
pysock_succeeded(PyObject *result)
{
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int
pysock_set_item(PyObject *self, PyObject *index, PyObject *new)
{
    struct pysock_value *value = (struct pysock_value *)self;
    if (new == NULL) {
        PyErr_SetString(PyExc_TypeError, "C deletes no elements");
        return -1;
    }
    char *address = pysock_element_at(value, index);
    if (address != NULL &&
        pysock_write_object(value, (struct pysock_ctype *)value->element, address, new)) {
        return 0;
    }
    return pysock_succeeded(
        PyObject_CallMethodObjArgs(self, pysock_names.set_item, index, new, NULL));
}

/* Where a value's bytes lie, if its memory is permanent: see _allocation.py. */
static int
pysock_place_in_memory(struct pysock_value *value)
{
    PyObject *permanent = PyObject_GetAttr(value->memory, pysock_names.permanent);
    Py_XDECREF(permanent); /* True or False */
    if (permanent != Py_True) {
        return permanent != NULL;
    }
    PyObject *constant = PyObject_GetAttr(value->memory, pysock_names.constant);
    Py_XDECREF(constant);
    PyObject *base = PyObject_GetAttr(value->memory, pysock_names.base);
    if (constant == NULL || base == NULL) {
        Py_XDECREF(base);
        return 0;
    }
    value->may_write = constant == Py_True ? -1 : value->room;
    char *start = pysock_from_pointer(base);
    Py_DECREF(base);
    value->start = start == NULL ? NULL : start + value->offset;
    return start != NULL;
}

/* Value(type, memory, offset, element=None, low=offset, room=type.size); without arguments it is a
 * value that Python alone knows. */
static PyObject *
pysock_value_new(PyTypeObject *class, PyObject *args, PyObject *kwargs)
{
    PyObject *type, *memory, *element = NULL;
    Py_ssize_t offset, low = -1, room = -1;
    if (kwargs == NULL && PyTuple_Size(args) == 0) {
        return PyType_GenericAlloc(class, 0);
    }
    if (!PyArg_ParseTuple(args, "O!On|O!nn", pysock_ctype_type, &type, &memory, &offset,
                          pysock_ctype_type, &element, &low, &room)) {
        return NULL;
    }
    struct pysock_value *value = pysock_new_value(class, type, memory, element);
    if (value == NULL) {
        return NULL;
    }
    value->offset = offset;
    value->low = low < 0 ? offset : low;
    value->room = room < 0 ? ((struct pysock_ctype *)type)->size : room;
    if (!pysock_place_in_memory(value)) {
        Py_DECREF(value);
        return NULL;
    }
    return (PyObject *)value;
}

/* Let C touch no byte at a fresh value: `number`, which is below 0, says to Python why. */
static PyObject *
pysock_refuse_writes(PyObject *self, PyObject *number)
{
    Py_ssize_t why = PyLong_AsSsize_t(number);
    if (why >= 0 || PyErr_Occurred()) {
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_ValueError, "%zd is a room", why);
    }
    ((struct pysock_value *)self)->may_write = why;
    Py_RETURN_NONE;
}

/* What a call of C needs, and what values on a heap do not have: Python's slow path knows why. */
static struct pysock_value *
pysock_placed(PyObject *self)
{
    struct pysock_value *value = pysock_value_of(self);
    if (value == NULL) {
        PyErr_SetString(PyExc_AttributeError, "the object may have ended its life");
    }
    return value;
}

static PyObject *
pysock_get_address(PyObject *self, void *unused)
{
    struct pysock_value *value = pysock_placed(self);
    (void)unused;
    return value == NULL
               ? NULL
               : _cffi_from_c_pointer(value->start, (struct _cffi_ctypedescr *)pysock_void_pointer);
}

static PyObject *
pysock_get_readable(PyObject *self, void *unused)
{
    struct pysock_value *value = pysock_placed(self);
    (void)unused;
    return value == NULL ? NULL : PyLong_FromSsize_t(pysock_room(value, 0));
}

/* Why Python refuses writes is known of values on a heap, too. */
static PyObject *
pysock_get_writable(PyObject *self, void *unused)
{
    struct pysock_value *value = (struct pysock_value *)self;
    (void)unused;
    if (value->may_write >= -1 && pysock_placed(self) == NULL) {
        return NULL;
    }
    return PyLong_FromSsize_t(value->may_write);
}

/* ---------------------------------------------------------------------------------- members */

/* Member(type, at, doc): a member of a struct, or, with None for its type, what a value holds. */
static PyObject *
pysock_member_new(PyTypeObject *class, PyObject *args, PyObject *kwargs)
{
    PyObject *type, *doc = Py_None;
    Py_ssize_t at;
    (void)kwargs;
    if (!PyArg_ParseTuple(args, "On|O", &type, &at, &doc)) {
        return NULL;
    }
    if (at < 0 || (type != Py_None && !PyObject_TypeCheck(type, pysock_ctype_type))) {
        PyErr_SetString(PyExc_TypeError, "a member has a C type and a place");
        return NULL;
    }
    struct pysock_member *member = (struct pysock_member *)PyType_GenericAlloc(class, 0);
    if (member != NULL) {
        member->type = Py_NewRef(type);
        member->doc = Py_NewRef(doc);
        member->at = at;
    }
    return (PyObject *)member;
}

/* The type of a member of a value. */
static struct pysock_ctype *
pysock_type_of(const struct pysock_member *member, const struct pysock_value *value)
{
    return (struct pysock_ctype *)(member->type == Py_None ? value->type : member->type);
}

/* Where a member lies in a value; NULL where Python must look. A pointer must have room for all of
 * the struct that it points to. */
static char *
pysock_member_at(const struct pysock_member *member, const struct pysock_value *value)
{
    if (!pysock_is_usual(value)) {
        return NULL;
    }
    struct pysock_ctype *element = (struct pysock_ctype *)value->element;
    Py_ssize_t end = member->at + pysock_type_of(member, value)->size;
    int inside = end <= value->room && (element == NULL || element->size <= value->room);
    return inside ? value->start + member->at : NULL;
}

/* value._read(type, at) or value._write(type, at, new) */
static PyObject *
pysock_ask_python(const struct pysock_member *member, struct pysock_value *value, PyObject *new)
{
    PyObject *at = PyLong_FromSsize_t(member->at);
    if (at == NULL) {
        return NULL;
    }
    PyObject *name = new == NULL ? pysock_names.read : pysock_names.write;
    PyObject *result = PyObject_CallMethodObjArgs((PyObject *)value, name,
                                                  pysock_type_of(member, value), at, new, NULL);
    Py_DECREF(at);
    return result;
}

static int
pysock_owns_members(PyObject *object)
{
    if (PyObject_TypeCheck(object, pysock_value_type)) {
        return 1;
    }
    PyErr_Format(PyExc_TypeError, "a member of a C value, not of %R", Py_TYPE(object));
    return 0;
}

static PyObject *
pysock_member_get(PyObject *self, PyObject *object, PyObject *owner)
{
    struct pysock_member *member = (struct pysock_member *)self;
    struct pysock_value *value = (struct pysock_value *)object;
    (void)owner;
    if (object == NULL) {
        return Py_NewRef(self);
    }
    if (!pysock_owns_members(object)) {
        return NULL;
    }
    char *address = pysock_member_at(member, value);
    PyObject *held = NULL;
    if (address != NULL) {
        held = pysock_read_object(value, pysock_type_of(member, value), address);
    }
    if (held != NULL || PyErr_Occurred()) {
        return held;
    }
    return pysock_ask_python(member, value, NULL);
}

static int
pysock_member_set(PyObject *self, PyObject *object, PyObject *new)
{
    struct pysock_member *member = (struct pysock_member *)self;
    struct pysock_value *value = (struct pysock_value *)object;
    if (!pysock_owns_members(object)) {
        return -1;
    }
    if (new == NULL) {
        PyErr_SetString(PyExc_AttributeError, "C deletes no members");
        return -1;
    }
    char *address = pysock_member_at(member, value);
    if (address != NULL &&
        pysock_write_object(value, pysock_type_of(member, value), address, new)) {
        return 0;
    }
    return pysock_succeeded(pysock_ask_python(member, value, new));
}

/* ------------------------------------------------------------------------------ the classes */

#define PYSOCK_HOLDS                                                                               \
    {Py_tp_traverse, pysock_traverse},                                                             \
    {                                                                                              \
        Py_tp_dealloc, pysock_dealloc                                                              \
    }

static PyType_Slot *
pysock_ctype_slots(void)
{
    static PyMemberDef members[] = {
        {"_kind", T_CHAR, offsetof(struct pysock_ctype, kind), 0, NULL},
        {"_made", T_OBJECT, offsetof(struct pysock_ctype, made), 0, NULL},
        {"_element", T_OBJECT_EX, offsetof(struct pysock_ctype, element), 0, NULL},
        {"_size", T_PYSSIZET, offsetof(struct pysock_ctype, size), 0, NULL},
        /* What bounds are made of, and programs may ask for, but not change. */
        {"element", T_OBJECT_EX, offsetof(struct pysock_ctype, element), READONLY, NULL},
        {"size", T_PYSSIZET, offsetof(struct pysock_ctype, size), READONLY, NULL},
        {NULL, 0, 0, 0, NULL},
    };
    static PyType_Slot slots[] = {
        PYSOCK_HOLDS,
        {Py_tp_members, members},
        {Py_tp_new, PyType_GenericNew},
        {0, NULL},
    };
    return slots;
}

static PyType_Slot *
pysock_value_slots(void)
{
    static PyMemberDef members[] = {
        {"_element", T_OBJECT_EX, offsetof(struct pysock_value, element), READONLY, NULL},
        {"_low", T_PYSSIZET, offsetof(struct pysock_value, low), READONLY, NULL},
        {"_memory", T_OBJECT_EX, offsetof(struct pysock_value, memory), READONLY, NULL},
        {"_offset", T_PYSSIZET, offsetof(struct pysock_value, offset), READONLY, NULL},
        {"_room", T_PYSSIZET, offsetof(struct pysock_value, room), READONLY, NULL},
        {"_type", T_OBJECT_EX, offsetof(struct pysock_value, type), READONLY, NULL},
        {NULL, 0, 0, 0, NULL},
    };
    static PyGetSetDef attributes[] = {
        {"_address", pysock_get_address, NULL, NULL, NULL},
        {"_readable", pysock_get_readable, NULL, NULL, NULL},
        {"_writable", pysock_get_writable, NULL, NULL, NULL},
        {NULL, NULL, NULL, NULL, NULL},
    };
    static PyMethodDef methods[] = {
        {"_refuse_writes", pysock_refuse_writes, METH_O, NULL},
        {NULL, NULL, 0, NULL},
    };
    static PyType_Slot slots[] = {
        PYSOCK_HOLDS,
        {Py_mp_ass_subscript, pysock_set_item},
        {Py_mp_subscript, pysock_get_item},
        {Py_sq_item, pysock_get_numbered_item},
        {Py_tp_getset, attributes},
        {Py_tp_members, members},
        {Py_tp_methods, methods},
        {Py_tp_new, pysock_value_new},
        {0, NULL},
    };
    return slots;
}

static PyType_Slot *
pysock_member_slots(void)
{
    static PyMemberDef members[] = {
        {"__doc__", T_OBJECT, offsetof(struct pysock_member, doc), READONLY, NULL},
        {NULL, 0, 0, 0, NULL},
    };
    static PyType_Slot slots[] = {
        PYSOCK_HOLDS,
        {Py_tp_descr_get, pysock_member_get},
        {Py_tp_descr_set, pysock_member_set},
        {Py_tp_members, members},
        {Py_tp_new, pysock_member_new},
        {0, NULL},
    };
    return slots;
}

static PyTypeObject *
pysock_make_class(const char *name, size_t size, PyType_Slot *slots)
{
    unsigned int flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC;
    PyType_Spec spec = {name, (int)size, 0, flags, slots};
    return (PyTypeObject *)PyType_FromSpec(&spec);
}

static void
pysock_name_attributes(void)
{
    pysock_names.base = PyUnicode_InternFromString("base");
    pysock_names.constant = PyUnicode_InternFromString("const");
    pysock_names.item = PyUnicode_InternFromString("_item");
    pysock_names.permanent = PyUnicode_InternFromString("permanent");
    pysock_names.pointees = PyUnicode_InternFromString("pointees");
    pysock_names.read = PyUnicode_InternFromString("_read");
    pysock_names.set_item = PyUnicode_InternFromString("_set_item");
    pysock_names.write = PyUnicode_InternFromString("_write");
}

static void
pysock_make_classes(void)
{
    pysock_name_attributes();
    pysock_ctype_type =
        pysock_make_class("pysock._native.Type", sizeof(struct pysock_ctype), pysock_ctype_slots());
    pysock_value_type = pysock_make_class("pysock._native.Value", sizeof(struct pysock_value),
                                          pysock_value_slots());
    pysock_member_type = pysock_make_class("pysock._native.Member", sizeof(struct pysock_member),
                                           pysock_member_slots());
}

/* value_classes(void_pointer): Type, Value and Member, of which there is one each. Python tells in
 * return what cffi's type of an address is. */
static PyObject *
pysock_value_classes(PyObject *module, PyObject *void_pointer)
{
    (void)module;
    if (pysock_void_pointer == NULL) {
        pysock_void_pointer = Py_NewRef(void_pointer);
        pysock_make_classes();
    }
    return PyErr_Occurred()
               ? NULL
               : PyTuple_Pack(3, pysock_ctype_type, pysock_value_type, pysock_member_type);
}

static int
pysock_add_values(void)
{
    static PyMethodDef functions[] = {
        {"value_classes", pysock_value_classes, METH_O, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
