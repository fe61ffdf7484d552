#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <pthread.h>
#include <sys/socket.h>

#define BUF_SIZE 100
#define MAX_CLNT 256
#define NAME_SIZE 20

void * handle_clnt(void * arg);
void send_msg(char * msg, int len);

int clnt_cnt=0;
int clnt_socks[MAX_CLNT];
pthread_mutex_t mutx;
char name[NAME_SIZE]="[DEFAULT]";

int main(int argc, char *argv[])
{
	int pairs[3][2], i, n, k;
	pthread_t t_id[3];
	char buf[NAME_SIZE+BUF_SIZE];

	pthread_mutex_init(&mutx, NULL);
	for(i=0; i<3; i++) {
		socketpair(PF_UNIX, SOCK_STREAM, 0, pairs[i]);
		pthread_mutex_lock(&mutx);
		clnt_socks[clnt_cnt++]=pairs[i][1];
		pthread_mutex_unlock(&mutx);
		pthread_create(&t_id[i], NULL, handle_clnt, (void*)&pairs[i][1]);
	}
	for(i=0; i<3; i++) {
		char msg[BUF_SIZE];
		sprintf(name, "[user%d]", i);
		sprintf(msg, "%s %s", name, i%2 ? "반갑습니다" : "hello");
		write(pairs[i][0], msg, strlen(msg));
		for(k=0; k<3; k++) {
			n=read(pairs[k][0], buf, sizeof(buf)-1);
			buf[n]=0;
			printf("%d got %s\n", k, buf);
		}
	}
	for(i=0; i<3; i++) {
		close(pairs[i][0]);
		pthread_join(t_id[i], NULL);
	}
	printf("left: %d\n", clnt_cnt);
	return 0;
}

void * handle_clnt(void * arg)
{
	int clnt_sock=*((int*)arg);
	int str_len=0, i;
	char msg[BUF_SIZE];

	while((str_len=read(clnt_sock, msg, sizeof(msg)))>0)
		send_msg(msg, str_len);

	pthread_mutex_lock(&mutx);
	for(i=0; i<clnt_cnt; i++)   // 나간 사람 지우기
	{
		if(clnt_sock==clnt_socks[i])
		{
			while(i++<clnt_cnt-1)
				clnt_socks[i-1]=clnt_socks[i];
			break;
		}
	}
	clnt_cnt--;
	pthread_mutex_unlock(&mutx);
	close(clnt_sock);
	return NULL;
}
void send_msg(char * msg, int len)   // send to all
{
	int i;
	pthread_mutex_lock(&mutx);
	for(i=0; i<clnt_cnt; i++)
		write(clnt_socks[i], msg, len);
	pthread_mutex_unlock(&mutx);
}
