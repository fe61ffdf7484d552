/* What is ready, as pollers.py tells it: a list of its keys, each with the events that came. */
#ifndef PYSOCK_READY_H
#define PYSOCK_READY_H

#include "lending.h"

/* Events in the numbers of Python's selectors: 1 to read, 2 to write, and 4 for urgent data. An
 * error or a hang-up comes unasked, and is worth an attempt of either. */
static long
pysock_selector_events(unsigned long found, unsigned long in, unsigned long out,
                       unsigned long urgent)
{
    return (found & ~(out | urgent) ? 1 : 0) | (found & ~(in | urgent) ? 2 : 0) |
           (found & urgent ? 4 : 0);
}

/* The events of a key, a SelectorKey of Python's: (fileobj, fd, events, data). */
static long
pysock_asked(PyObject *key)
{
    PyObject *events = PyTuple_Check(key) ? PyTuple_GetItem(key, 2) : NULL;
    return events == NULL ? 0 : PyLong_AsLong(events);
}

/* The pair (key, events) of a descriptor, as far as `keys` has it and its key asked for them: it
 * may have been taken out meanwhile, which gives NULL without an error. */
static PyObject *
pysock_ready_pair(PyObject *keys, long long fd, long found)
{
    PyObject *number = PyLong_FromLongLong(fd);
    PyObject *key = number == NULL ? NULL : PyObject_GetItem(keys, number);
    Py_XDECREF(number);
    if (key == NULL) {
        if (PyErr_ExceptionMatches(PyExc_KeyError)) {
            PyErr_Clear();
        }
        return NULL;
    }
    long asked = found & pysock_asked(key);
    PyObject *events = asked == 0 ? NULL : PyLong_FromLong(asked);
    PyObject *pair = events == NULL ? NULL : PyTuple_Pack(2, key, events);
    Py_XDECREF(events);
    Py_DECREF(key);
    return pair;
}

/* A list with room for so many pairs, of which `length` are there. */
struct pysock_ready {
    PyObject *list;
    Py_ssize_t room, length;
};

/* Add what is ready; 0 where there is no more room, or after an error. */
static int
pysock_add_ready(struct pysock_ready *ready, PyObject *keys, long long fd, long found)
{
    PyObject *pair = ready->length == ready->room ? NULL : pysock_ready_pair(keys, fd, found);
    if (pair != NULL) {
        PyList_SetItem(ready->list, ready->length++, pair);
    }
    return ready->length < ready->room && !PyErr_Occurred();
}

/* The list as it has become, or NULL after an error. */
static PyObject *
pysock_finish_ready(struct pysock_ready *ready)
{
    if (ready->list == NULL || PyErr_Occurred() ||
        (ready->length < ready->room &&
         PyList_SetSlice(ready->list, ready->length, ready->room, NULL) == -1)) {
        Py_XDECREF(ready->list);
        return NULL;
    }
    return ready->list;
}

static PyObject *
pysock_misused(const char *prototype)
{
    return PyErr_Format(PyExc_TypeError, "it is %s", prototype);
}

/* What Python hears of a call that found nothing: None if it failed, False if it is to be made
 * again (restart.h). */
static PyObject *
pysock_not_ready(int result)
{
    return Py_NewRef(result == PYSOCK_RESTART ? Py_False : Py_None);
}

#endif
