/* Echoes to many clients with WSAEventSelect(): each socket has an event object of its own. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <winsock2.h>

#define BUF_SIZE 1024

static SOCKET socks[WSA_MAXIMUM_WAIT_EVENTS];
static WSAEVENT events[WSA_MAXIMUM_WAIT_EVENTS];
static int count;

static void add(SOCKET sock, long network_events);
static void take_out(int index);
static void error_handling(const char *message);

int
main(int argc, char *argv[])
{
    WSADATA wsa_data;
    WSANETWORKEVENTS happened;
    SOCKET serv_sock, clnt_sock;
    SOCKADDR_IN serv_adr, clnt_adr;
    int adr_sz, str_len, i;
    DWORD first;
    char msg[BUF_SIZE];

    if (argc != 2) {
        printf("Usage : %s <port>\n", argv[0]);
        exit(1);
    }

    if (WSAStartup(MAKEWORD(2, 2), &wsa_data) != 0)
        error_handling("WSAStartup() error!");

    serv_sock = socket(PF_INET, SOCK_STREAM, 0);
    memset(&serv_adr, 0, sizeof(serv_adr));
    serv_adr.sin_family = AF_INET;
    serv_adr.sin_addr.s_addr = htonl(INADDR_ANY);
    serv_adr.sin_port = htons(atoi(argv[1]));

    if (bind(serv_sock, (SOCKADDR *)&serv_adr, sizeof(serv_adr)) == SOCKET_ERROR)
        error_handling("bind() error");
    if (listen(serv_sock, 5) == SOCKET_ERROR)
        error_handling("listen() error");
    add(serv_sock, FD_ACCEPT);

    while (1) {
        first = WSAWaitForMultipleEvents(count, events, FALSE, WSA_INFINITE, FALSE);
        if (first == WSA_WAIT_FAILED)
            error_handling("WSAWaitForMultipleEvents() error");

        /* the first that is signalled; of those after it each is asked */
        for (i = first - WSA_WAIT_EVENT_0; i < count; i++) {
            if (WSAWaitForMultipleEvents(1, &events[i], TRUE, 0, FALSE) != WSA_WAIT_EVENT_0)
                continue;
            WSAEnumNetworkEvents(socks[i], events[i], &happened);

            if (happened.lNetworkEvents & FD_ACCEPT) {
                if (happened.iErrorCode[FD_ACCEPT_BIT] != 0)
                    error_handling("Accept Error");
                adr_sz = sizeof(clnt_adr);
                clnt_sock = accept(socks[i], (SOCKADDR *)&clnt_adr, &adr_sz);
                if (count < WSA_MAXIMUM_WAIT_EVENTS) {
                    add(clnt_sock, FD_READ | FD_CLOSE);
                    puts("connected new client...");
                } else {
                    closesocket(clnt_sock);
                }
            }
            if (happened.lNetworkEvents & FD_READ) {
                str_len = recv(socks[i], msg, BUF_SIZE, 0);
                if (str_len > 0)
                    send(socks[i], msg, str_len, 0);
            }
            if (happened.lNetworkEvents & FD_CLOSE) {
                take_out(i--);
                puts("closed client...");
            }
            fflush(stdout);
        }
    }
}

static void
add(SOCKET sock, long network_events)
{
    WSAEVENT event = WSACreateEvent();

    if (WSAEventSelect(sock, event, network_events) == SOCKET_ERROR)
        error_handling("WSAEventSelect() error");
    socks[count] = sock;
    events[count++] = event;
}

static void
take_out(int index)
{
    closesocket(socks[index]);
    WSACloseEvent(events[index]);
    count--;
    for (; index < count; index++) {
        socks[index] = socks[index + 1];
        events[index] = events[index + 1];
    }
}

static void
error_handling(const char *message)
{
    fputs(message, stderr);
    fputc('\n', stderr);
    exit(1);
}
