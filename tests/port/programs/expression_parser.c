/* A calculator: a recursive descent parser over standard input. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <ctype.h>
#include <math.h>

typedef enum { T_NUM, T_NAME, T_OP, T_END } token_type;

static const char *at;
static token_type type;
static double number;
static char name[16], op;
static struct { char name[16]; double value; } variables[10];
static int variable_count, failed;

static double expression(void);

static void next(void)
{
    while (*at == ' ' || *at == '\t') at++;
    if (isdigit(*at) || *at == '.') {
        char *end;
        number = strtod(at, &end);
        at = end;
        type = T_NUM;
    } else if (isalpha(*at)) {
        int n = 0;
        while (isalnum(*at)) { if (n < 15) name[n++] = *at; at++; }
        name[n] = 0;
        type = T_NAME;
    } else if (*at == 0 || *at == '\n') {
        type = T_END;
    } else {
        op = *at++;
        type = T_OP;
    }
}

static int accept_op(char c)
{
    if (type == T_OP && op == c) { next(); return 1; }
    return 0;
}

static double *variable(const char *n, int create)
{
    int i;
    for (i = 0; i < variable_count; i++)
        if (!strcmp(variables[i].name, n)) return &variables[i].value;
    if (!create || variable_count == 10) return NULL;
    strcpy(variables[variable_count].name, n);
    return &variables[variable_count++].value;
}

static double primary(void)
{
    double v = 0;
    if (accept_op('(')) {
        v = expression();
        if (!accept_op(')')) failed = 1;
    } else if (accept_op('-')) {
        v = -primary();
    } else if (type == T_NUM) {
        v = number;
        next();
    } else if (type == T_NAME) {
        char n[16];
        double *p;
        strcpy(n, name);
        next();
        if (accept_op('(')) {
            v = expression();
            if (!accept_op(')')) failed = 1;
            if (!strcmp(n, "sqrt")) v = sqrt(v);
            else if (!strcmp(n, "abs")) v = fabs(v);
            else failed = 1;
        } else if ((p = variable(n, 0))) v = *p;
        else failed = 1;
    } else
        failed = 1;
    return v;
}
static double power(void) { double v = primary(); return accept_op('^') ? pow(v, power()) : v; }
static double term(void)
{
    double v = power();
    for (;;) {
        if (accept_op('*')) v *= power();
        else if (accept_op('/')) { double d = power(); if (d == 0) { failed = 2; return 0; } v /= d; }
        else if (accept_op('%')) v = fmod(v, power());
        else return v;
    }
}
static double expression(void)
{
    double v = term();
    while (type == T_OP && (op == '+' || op == '-')) {
        char sign = op;
        next();
        if (sign == '+') v += term(); else v -= term();
    }
    return v;
}

int main(void)
{
    char line[100], target[16];
    double v;

    while (fgets(line, sizeof(line), stdin)) {
        char *eq = strchr(line, '=');
        failed = 0;
        target[0] = 0;
        at = line;
        if (eq) {
            sscanf(line, " %15[a-z]", target);
            at = eq + 1;
        }
        next();
        if (type == T_END) continue;
        v = expression();
        if (type != T_END) failed = failed ? failed : 1;
        if (failed) { printf("%s\n", failed == 2 ? "division by zero" : "error"); continue; }
        if (*target) *variable(target, 1) = v;
        printf("%s%s%.6g\n", target, *target ? " = " : "", v);
    }
    return variable_count;
}
