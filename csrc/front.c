/* Builtins before functions of Python's: the calls that programs make most take one call of C.
 *
 * A builtin makes the usual call itself. Whatever is unusual or wrong it leaves to the function
 * that it stands before, with the same arguments: see pysock_closely() in lending.h. */
#ifdef PYSOCK_CDEF
int pysock_add_fronts(void);
#endif

#include "lending.h"

/* front(builtin, function, text): a builtin like the first that stands before the second, whose
 * name and module it has; `text` is the signature and the docstring as CPython keeps them.
 *
 * It belongs to a module, as all functions in C do: pickle and pydoc rely on that. This one holds
 * nothing but the function. */
static PyObject *
pysock_make_front(PyObject *module, PyObject *args)
{
    PyObject *builtin, *function, *text;
    (void)module;
    if (!PyArg_ParseTuple(args, "OOU", &builtin, &function, &text)) {
        return NULL;
    }
    if (pysock_names.closely == NULL) {
        pysock_names.closely = PyUnicode_InternFromString("closely");
    }
    PyObject *name = PyObject_GetAttrString(function, "__name__");
    PyObject *where = PyObject_GetAttrString(function, "__module__");
    PyObject *holder = where == NULL ? NULL : PyModule_NewObject(where);
    PyMethodDef *definition = PyMem_Malloc(sizeof(*definition));
    if (name == NULL || holder == NULL || definition == NULL ||
        PyObject_SetAttr(holder, pysock_names.closely, function) < 0) {
        Py_XDECREF(name);
        Py_XDECREF(where);
        Py_XDECREF(holder);
        PyMem_Free(definition);
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    Py_INCREF(text); /* it and the name last as long as the definition: for ever */
    definition->ml_name = PyUnicode_AsUTF8AndSize(name, NULL);
    definition->ml_doc = PyUnicode_AsUTF8AndSize(text, NULL);
    definition->ml_meth = PyCFunction_GetFunction(builtin);
    definition->ml_flags = PyCFunction_GetFlags(builtin);
    PyObject *front = PyErr_Occurred() ? NULL : PyCFunction_NewEx(definition, holder, where);
    Py_DECREF(where);
    Py_DECREF(holder);
    return front;
}

static int
pysock_add_fronts(void)
{
    static PyMethodDef functions[] = {
        {"front", pysock_make_front, METH_VARARGS, NULL},
        {NULL, NULL, 0, NULL},
    };
    return pysock_add_functions(functions);
}
