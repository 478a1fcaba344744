import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { soundLanguage } from './app/sound-language.ts';
import { loginOf, openLogin } from './data/login.ts';
import { whoAmI } from './parts/who-am-i.ts';

soundLanguage();

if (await openLogin()) {
  const login = loginOf();
  if (login !== null) whoAmI.set(login.name);
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
