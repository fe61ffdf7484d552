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

/* Add (key, events) to a list, as far as `keys` has the descriptor and the key asked for them: it
 * may have been taken out meanwhile. 0 for an error. */
static int
pysock_list_ready(PyObject *list, PyObject *keys, long long fd, long found)
{
    PyObject *number = PyLong_FromLongLong(fd);
    PyObject *key = number == NULL ? NULL : PyObject_GetItem(keys, number);
    Py_XDECREF(number);
    if (key == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_KeyError)) {
            return 0;
        }
        PyErr_Clear();
        return 1;
    }
    long events = found & pysock_asked(key);
    PyObject *pair = events == 0 ? NULL : Py_BuildValue("Ol", key, events);
    Py_DECREF(key);
    int added = pair == NULL || PyList_Append(list, pair) == 0;
    Py_XDECREF(pair);
    return added && !PyErr_Occurred();
}

/* What Python hears of a call that found nothing: None if it failed, False if it is to be made
 * again (restart.h). */
static PyObject *
pysock_not_ready(int result)
{
    return Py_NewRef(result == PYSOCK_RESTART ? Py_False : Py_None);
}

#endif
