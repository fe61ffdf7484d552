/* Integer arguments: cffi's own errors name neither the call nor the argument; ours do.
 *
 * The code that cffi generates converts each integer by _cffi_to_c_int, inside a function that is
 * called _cffi_f_<the C call>, from a variable that is called arg<its position>. Only a result that
 * may stand for an error takes another way than cffi's. */
#ifndef PYSOCK_ARGUMENTS_H
#define PYSOCK_ARGUMENTS_H

#undef _cffi_to_c_int
#define _cffi_to_c_int(given, type)                                                                \
    ((type)pysock_integer(given, sizeof(type), (type)(-1) > 0, #type, __func__, #given))

/* The name that a program knows: _cffi_f_close, _cffi_f_pysock_read. */
static const char *
pysock_call(const char *function)
{
    static const char *const prefixes[] = {"_cffi_f_", "pysock_"};
    for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++) {
        size_t length = strlen(prefixes[i]);
        if (strncmp(function, prefixes[i], length) == 0) {
            function += length;
        }
    }
    return function;
}

/* Say the pending error again, with names. An error of the object's own __int__ stays as it is. */
static void
pysock_name_argument(PyObject *given, const char *type, const char *function, const char *argument)
{
    const char *call = pysock_call(function);
    int position = (int)strtol(argument + strlen("arg"), NULL, 10) + 1;
    int kind = PyErr_ExceptionMatches(PyExc_TypeError);
    if (!kind && !PyErr_ExceptionMatches(PyExc_OverflowError)) {
        return;
    }
    PyErr_Clear();
    PyObject *shown = PyObject_Repr(given);
    if (shown == NULL) {
        PyErr_Clear(); /* an int of so many digits that Python refuses to print them, say */
        shown = PyUnicode_FromString("it");
    }
    if (shown == NULL) {
        return;
    }
    if (kind) {
        PyErr_Format(PyExc_TypeError, "%s: argument %d is an integer, not %.60U", call, position,
                     shown);
    } else {
        PyErr_Format(PyExc_OverflowError, "%s: argument %d: %.60U does not fit `%s`", call,
                     position, shown, type);
    }
    Py_DECREF(shown);
}

static long long
pysock_integer(PyObject *given, size_t size, int is_unsigned, const char *type,
               const char *function, const char *argument)
{
    long long number;
    switch (size) {
    case 1:
        number = is_unsigned ? _cffi_to_c_u8(given) : _cffi_to_c_i8(given);
        break;
    case 2:
        number = is_unsigned ? _cffi_to_c_u16(given) : _cffi_to_c_i16(given);
        break;
    case 4:
        number = is_unsigned ? (long long)_cffi_to_c_u32(given) : _cffi_to_c_i32(given);
        break;
    default:
        number = is_unsigned ? (long long)_cffi_to_c_u64(given) : _cffi_to_c_i64(given);
    }
    if ((number == -1 || number == UINT_MAX) && PyErr_Occurred()) {
        pysock_name_argument(given, type, function, argument);
    }
    return number;
}

#endif
