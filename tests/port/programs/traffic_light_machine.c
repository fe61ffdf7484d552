#include <stdio.h>
#include <string.h>

typedef enum { RED, GREEN, YELLOW, BLINK, STATES } State;
typedef enum { TICK, BUTTON, FAULT, REPAIR, EVENTS } Event;
typedef State (*Transition)(State, Event);
typedef struct { State state; int wait; unsigned long seen[EVENTS]; } Light;

static const char *const state_names[STATES] = { [RED] = "red", [GREEN] = "green", [YELLOW] = "yellow", [BLINK] = "blink" };

static State stay(State s, Event e) { (void)e; return s; }
static State advance(State s, Event e) { (void)e; return (State)((s + 1) % 3); }
static State hurry(State s, Event e) { return s == GREEN ? YELLOW : stay(s, e); }
static State fail(State s, Event e) { return s = BLINK; }
static State restart(State s, Event e) { return RED; }

static Transition table[STATES][EVENTS] = {
    { advance, stay, fail, stay },
    { advance, hurry, fail, stay },
    { advance, stay, fail, stay },
    [BLINK] = { [TICK] = stay, [BUTTON] = stay, [FAULT] = fail, [REPAIR] = restart },
};
static const int waits[] = { 3, 2, 1, 0 };

static int handle(Light *l, Event e)
{
    State before = l->state;
    l->seen[e]++;
    if (e == TICK && l->wait-- > 0)
        return 0;
    l->state = table[before][e](before, e);
    l->wait = waits[l->state];
    return l->state != before;
}

int main(void)
{
    Light light = { RED, 0, { 0 } };
    const char *script = "ttttbttttftbtrtttttbt";
    const char *events = "tbfr";
    int changes = 0, i;

    for (; *script; script++) {
        const char *at = strchr(events, *script);
        if (handle(&light, (Event)(at - events))) {
            changes++;
            printf("%c:%s ", *script, state_names[light.state]);
        }
    }
    printf("\n%d changes,", changes);
    for (i = 0; i < EVENTS; i++)
        printf(" %lu", light.seen[i]);
    printf("\n");
    return light.state;
}
